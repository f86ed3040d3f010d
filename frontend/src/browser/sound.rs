//! A short sound, made here: two notes, soft at both ends.

use web_sys::{AudioContext, OscillatorType};

/// The notes in hertz, and how long each sounds, in seconds.
const NOTES: [f32; 2] = [660.0, 880.0];
const EACH: f64 = 0.11;
const LOUDNESS: f32 = 0.08;

/// Plays it, where the browser lets pages be heard.
pub fn play() {
    let _ = try_to_play();
}

fn try_to_play() -> Result<(), wasm_bindgen::JsValue> {
    let context = AudioContext::new()?;
    let (source, volume) = (context.create_oscillator()?, context.create_gain()?);
    source.set_type(OscillatorType::Sine);
    source.connect_with_audio_node(&volume)?;
    volume.connect_with_audio_node(&context.destination())?;
    let (start, gain) = (context.current_time(), volume.gain());
    gain.set_value_at_time(0.0, start)?;
    gain.linear_ramp_to_value_at_time(LOUDNESS, start + 0.01)?;
    for (at, note) in (0..).zip(NOTES) {
        source.frequency().set_value_at_time(note, start + f64::from(at) * EACH)?;
    }
    let end = start + 2.0 * EACH;
    gain.linear_ramp_to_value_at_time(0.0, end + 0.05)?;
    source.start()?;
    source.stop_with_when(end + 0.06)?;
    let done = context.clone();
    let close = wasm_bindgen::closure::Closure::once_into_js(move || {
        let _ = done.close();
    });
    source.set_onended(Some(wasm_bindgen::JsCast::unchecked_ref(&close)));
    Ok(())
}
