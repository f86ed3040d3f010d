//! Pictures: their size, their average colour and a small one of them. The content is a stranger's, so
//! what it may cost is bounded before anything is decoded, and whatever is wrong with it, the file is only
//! shown without a picture.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::metadata::Orientation;
use image::{AnimationDecoder as _, DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use natter_protocol::limits::{EMOJI_FILE_PIXELS, EMOJI_MOVING_PIXELS, EMOJI_PIXELS, PREVIEW_PIXELS};

/// Pixels that are decoded: what phones make, and a little more. Larger ones have a size and no preview.
const MOST_PIXELS: u64 = 50_000_000;
/// Bytes that a decoder may take up beyond its input.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// Bytes of a file that is small enough to be its own preview, if it is no larger than one.
const SMALL_BYTES: usize = 200 * 1024;
const JPEG_QUALITY: u8 = 82;

/// What was found out about a picture.
#[derive(Debug, PartialEq, Eq)]
pub struct Picture {
    /// Upright, as the camera was held (EXIF).
    pub width: u32,
    pub height: u32,
    /// `#rrggbb`
    pub color: Option<String>,
    pub small: Option<Small>,
}

/// A preview.
#[derive(Debug, PartialEq, Eq)]
pub struct Small {
    /// JPEG, or WebP where something shines through.
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// MiB of memory that looking at this picture may take; none if it is none that is decoded here.
#[must_use]
pub fn cost_mib(bytes: &[u8]) -> Option<u32> {
    let (width, height) = reader(bytes)?.into_dimensions().ok()?;
    let pixels = u64::from(width) * u64::from(height);
    let mib = if pixels > MOST_PIXELS { 1 } else { pixels * 4 / (1024 * 1024) + 1 };
    u32::try_from(mib).ok()
}

/// Looks at a picture. Takes up to a second of a processor: not for an async thread.
#[must_use]
pub fn look(bytes: &[u8]) -> Option<Picture> {
    let reader = reader(bytes)?;
    let format = reader.format()?;
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = upright(decoder.dimensions(), orientation);
    let picture = Picture { width, height, color: None, small: None };
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        return Some(picture);
    }
    let whole = DynamicImage::from_decoder(decoder).ok()?;
    let mut small =
        whole.thumbnail(PREVIEW_PIXELS.min(width.max(height)), PREVIEW_PIXELS.min(width.max(height)));
    drop(whole);
    small.apply_orientation(orientation);
    let color = average(&small);
    let fits = width.max(height) <= PREVIEW_PIXELS && bytes.len() <= SMALL_BYTES;
    // A preview would stand still.
    let small = if fits || moves(bytes, format) { None } else { encoded(&small) };
    Some(Picture { color: Some(color), small, ..picture })
}

/// The middle of a picture as a square, upright, for use as the picture of a person.
#[must_use]
pub fn square(bytes: &[u8], side: u32) -> Option<Vec<u8>> {
    let mut decoder = reader(bytes)?.into_decoder().ok()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        return None;
    }
    let whole = DynamicImage::from_decoder(decoder).ok()?;
    let shorter = width.min(height);
    let middle = whole.crop_imm((width - shorter) / 2, (height - shorter) / 2, shorter, shorter);
    drop(whole);
    let mut small = middle.thumbnail_exact(side, side);
    small.apply_orientation(orientation);
    encoded(&small).map(|small| small.bytes)
}

/// A picture that fits into a line of text. One that moves stays as it is, if it is small enough.
#[must_use]
pub fn emoji(bytes: &[u8]) -> Option<Vec<u8>> {
    let reader = reader(bytes)?;
    let format = reader.format()?;
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = decoder.dimensions();
    let moves = moves(bytes, format);
    let most = if moves { EMOJI_MOVING_PIXELS } else { EMOJI_FILE_PIXELS };
    if width.max(height) > most || decoder.total_bytes() > MOST_BYTES {
        return None;
    }
    let whole = DynamicImage::from_decoder(decoder).ok()?;
    if moves {
        return Some(bytes.to_vec());
    }
    let fits = width.max(height) <= EMOJI_PIXELS;
    let mut small = if fits { whole } else { whole.thumbnail(EMOJI_PIXELS, EMOJI_PIXELS) };
    small.apply_orientation(orientation);
    encoded(&small).map(|small| small.bytes)
}

fn reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    Some(reader)
}

fn upright((width, height): (u32, u32), orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    }
}

fn average(picture: &DynamicImage) -> String {
    let [r, g, b] = picture.thumbnail_exact(1, 1).to_rgb8().get_pixel(0, 0).0;
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Whether it is an animation.
fn moves(bytes: &[u8], format: ImageFormat) -> bool {
    let bytes = Cursor::new(bytes);
    match format {
        ImageFormat::Gif => GifDecoder::new(bytes).is_ok_and(|gif| gif.into_frames().take(2).count() > 1),
        ImageFormat::WebP => WebPDecoder::new(bytes).is_ok_and(|webp| webp.has_animation()),
        ImageFormat::Png => PngDecoder::new(bytes).is_ok_and(|png| png.is_apng().unwrap_or(false)),
        _ => false,
    }
}

fn encoded(small: &DynamicImage) -> Option<Small> {
    let mut bytes = Vec::new();
    let shines_through =
        small.color().has_alpha() && small.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX);
    if shines_through {
        let picture = DynamicImage::from(small.to_rgba8());
        picture.write_with_encoder(WebPEncoder::new_lossless(&mut bytes)).ok()?;
    } else {
        let picture = DynamicImage::from(small.to_rgb8());
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)).ok()?;
    }
    Some(Small { bytes, width: small.width(), height: small.height() })
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn made(width: u32, height: u32, alpha: u8, format: ImageFormat) -> Vec<u8> {
        // Noise does not compress: the file is no small one.
        let noise = |x: u32, y: u32| {
            let [a, b, c, _] = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).to_le_bytes();
            Rgba([a, b, c, alpha])
        };
        let picture = DynamicImage::from(RgbaImage::from_fn(width, height, noise));
        let picture = if format == ImageFormat::Jpeg { picture.to_rgb8().into() } else { picture };
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("it is written");
        bytes.into_inner()
    }

    #[test]
    fn a_large_picture_gets_a_small_one_and_keeps_its_shape() {
        for (alpha, begins) in [(255, &b"\xff\xd8\xff"[..]), (100, b"RIFF")] {
            let picture = look(&made(1440, 960, alpha, ImageFormat::Png)).expect("a picture");
            assert_eq!((picture.width, picture.height), (1440, 960));
            let small = picture.small.expect("a small one");
            assert_eq!((small.width, small.height), (720, 480));
            assert!(small.bytes.starts_with(begins), "alpha {alpha}");
            assert_eq!(image::load_from_memory(&small.bytes).expect("a picture").width(), 720);
        }
    }

    #[test]
    fn a_small_picture_is_its_own_preview() {
        let picture = look(&made(40, 30, 255, ImageFormat::Png)).expect("a picture");
        assert_eq!((picture.width, picture.height, picture.small), (40, 30, None));
        assert_eq!(picture.color.map(|color| color.len()), Some(7));
    }

    #[test]
    fn a_picture_that_was_taken_sideways_stands_upright() {
        let jpeg = made(1000, 500, 255, ImageFormat::Jpeg);
        // An APP1 segment with one EXIF entry: orientation 6, a quarter turn clockwise.
        let exif =
            b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let sideways = [&jpeg[..2], exif, &jpeg[2..]].concat();
        let picture = look(&sideways).expect("a picture");
        assert_eq!((picture.width, picture.height), (500, 1000));
        let small = picture.small.expect("a small one");
        assert_eq!((small.width, small.height), (360, 720));
    }

    #[test]
    fn an_animation_keeps_its_own_file() {
        let mut bytes = Vec::new();
        {
            let mut gif = image::codecs::gif::GifEncoder::new(&mut bytes);
            let frame = |shade| image::Frame::new(RgbaImage::from_pixel(900, 900, Rgba([shade, 0, 0, 255])));
            gif.encode_frames([frame(0), frame(255)]).expect("it is written");
        }
        let picture = look(&bytes).expect("a picture");
        assert_eq!((picture.width, picture.height, picture.small), (900, 900, None));
    }

    #[test]
    fn what_would_burst_is_not_decoded() {
        // A PNG's head that promises 60,000 × 60,000 pixels, with the checksum that belongs to it.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bomb.extend(60_000_u32.to_be_bytes());
        bomb.extend(60_000_u32.to_be_bytes());
        bomb.extend(b"\x08\x02\0\0\0");
        bomb.extend(crc(&bomb[12..]).to_be_bytes());
        bomb.extend(b"\0\0\0\x0aIDAT\x78\x9c\x63\0\0\0\x02\0\x01\x48\xaf\xa4\x71");
        assert_eq!(cost_mib(&bomb), Some(1));
        let picture = look(&bomb);
        assert_eq!(picture.map(|p| (p.width, p.small)), Some((60_000, None)));
    }

    /// CRC-32 as in PNG, annex D.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8)
                .fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
        })
    }

    #[test]
    fn of_any_picture_the_middle_is_a_square() {
        for (width, height) in [(900, 300), (300, 900), (40, 41), (1, 7)] {
            let square = square(&made(width, height, 255, ImageFormat::Png), 256).expect("a picture");
            let square = image::load_from_memory(&square).expect("a picture");
            assert_eq!((square.width(), square.height()), (256, 256));
        }
        assert_eq!(square(b"hello", 256), None);
    }

    #[test]
    fn an_emoji_fits_into_a_line_and_may_move() {
        let size = |bytes: &[u8]| {
            let picture = image::load_from_memory(bytes).expect("a picture");
            (picture.width(), picture.height())
        };
        assert_eq!(size(&emoji(&made(600, 300, 255, ImageFormat::Png)).expect("made")), (128, 64));
        assert_eq!(size(&emoji(&made(20, 30, 90, ImageFormat::WebP)).expect("made")), (20, 30));
        assert_eq!(emoji(&made(1025, 20, 255, ImageFormat::Png)), None);
        assert_eq!(emoji(b"hello"), None);
        let moving = |side| {
            let mut bytes = Vec::new();
            let mut gif = image::codecs::gif::GifEncoder::new(&mut bytes);
            let frame =
                |shade| image::Frame::new(RgbaImage::from_pixel(side, side, Rgba([shade, 0, 0, 255])));
            gif.encode_frames([frame(0), frame(255)]).expect("it is written");
            drop(gif);
            bytes
        };
        assert_eq!(emoji(&moving(64)), Some(moving(64)));
        assert_eq!(emoji(&moving(300)), None);
    }

    #[test]
    fn what_is_no_picture_is_none() {
        assert_eq!(look(b"hello"), None);
        let whole = made(300, 300, 255, ImageFormat::Png);
        assert_eq!(look(&whole[..whole.len() / 2]), None);
    }
}
