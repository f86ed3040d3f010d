//! Bringing files and having them.

use std::io::Cursor;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use natter_protocol::command::PostMessage;
use natter_protocol::{Attachment, FileId, Message, RoomId, routes};

use crate::http::{Answer, Call};
use crate::person::{Person, new_message_id};

/// A picture that no compression makes small.
///
/// # Panics
/// When it cannot be encoded.
#[must_use]
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let noise = |x: u32, y: u32| {
        let [a, b, c, _] = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).to_le_bytes();
        Rgb([a, b, c])
    };
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::from(RgbImage::from_fn(width, height, noise));
    picture.write_to(&mut bytes, ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}

/// A picture as people share them: a curve over a plain ground.
///
/// # Panics
/// When it cannot be encoded.
#[must_use]
pub fn drawing(width: u32, height: u32) -> Vec<u8> {
    let curve = |x: u32| {
        let x = f64::from(x) / f64::from(width) * 9.0;
        f64::from(height) * (0.62 - 0.2 * x.sin() - 0.03 * x)
    };
    let thick = f64::from(height) / 160.0;
    let paint = |x: u32, y: u32| {
        let below = f64::from(y) - curve(x);
        let on_a_line = y.is_multiple_of((height / 5).max(1));
        match below {
            b if b.abs() < thick => Rgb([11, 122, 104]),
            _ if on_a_line => Rgb([214, 222, 217]),
            b if b > 0.0 => Rgb([224, 240, 235]),
            _ => Rgb([250, 249, 246]),
        }
    };
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::from(RgbImage::from_fn(width, height, paint));
    picture.write_to(&mut bytes, ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}

/// A round face that looks to the right, on nothing: what a server has for an emoji.
///
/// # Panics
/// When it cannot be encoded.
#[must_use]
pub fn face(size: u32) -> Vec<u8> {
    let paint = |x: u32, y: u32| {
        // From the middle, where 1 is the edge.
        let place = |at: u32| (f64::from(at) + 0.5) / f64::from(size) * 2.0 - 1.0;
        let (x, y) = (place(x), place(y));
        let within = |left: f64, top: f64, radius: f64| (x - left).hypot(y - top) < radius;
        match () {
            () if within(0.3, -0.25, 0.12) => Rgba([30, 35, 34, 255]),
            () if within(0.3, -0.25, 0.28) => Rgba([255, 255, 255, 255]),
            () if within(0.62, 0.22, 0.3) => Rgba([240, 160, 48, 255]),
            () if within(0.0, 0.0, 0.94) => Rgba([46, 158, 91, 255]),
            () => Rgba([0, 0, 0, 0]),
        }
    };
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::from(RgbaImage::from_fn(size, size, paint));
    picture.write_to(&mut bytes, ImageFormat::Png).expect("a PNG");
    bytes.into_inner()
}

/// A page of paper with a heading and lines of text (PDF 1.7, ISO 32000-1 §7.5).
#[must_use]
pub fn document(heading: &str, lines: &[&str]) -> Vec<u8> {
    let mut drawn = format!("BT /F1 22 Tf 72 748 Td ({heading}) Tj /F2 12 Tf 0 -16 Td ");
    for line in lines {
        drawn += &format!("0 -20 Td ({line}) Tj ");
    }
    drawn += "ET";
    let font = |name: &str| format!("<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{drawn}\nendstream", drawn.len()),
        font("Helvetica-Bold"),
        font("Helvetica"),
    ];
    let (mut text, mut places) = ("%PDF-1.7\n".to_owned(), String::new());
    for (object, number) in objects.iter().zip(1..) {
        places += &format!("{:010} 00000 n \n", text.len());
        text += &format!("{number} 0 obj{object}endobj\n");
    }
    let (count, place) = (objects.len() + 1, text.len());
    text += &format!(
        "xref\n0 {count}\n0000000000 65535 f \n{places}trailer<</Root 1 0 R/Size {count}>>\nstartxref\n{place}\n%%EOF\n"
    );
    text.into_bytes()
}

/// A second of silence as a WAV file.
#[must_use]
pub fn silence() -> Vec<u8> {
    const RATE: u32 = 8_000;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + RATE).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    // PCM, one channel of one byte.
    bytes.extend([1, 0, 1, 0]);
    bytes.extend(RATE.to_le_bytes());
    bytes.extend(RATE.to_le_bytes());
    bytes.extend([1, 0, 8, 0]);
    bytes.extend(b"data");
    bytes.extend(RATE.to_le_bytes());
    bytes.extend(vec![0x80; RATE as usize]);
    bytes
}

/// Bytes that are nothing in particular and differ everywhere.
#[must_use]
pub fn something(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n.wrapping_mul(n) >> 3) as u8 ^ 0x80).collect()
}

impl Person {
    /// Brings a file in one request.
    pub async fn uploads(&self, name: &str, content: impl Into<Bytes>) -> Attachment {
        self.tries_to_upload(name, content).await.is(201).json()
    }

    pub async fn tries_to_upload(&self, name: &str, content: impl Into<Bytes>) -> Answer {
        let path = format!("{}?name={}", routes::FILES, encoded(name));
        self.tries(self.call("POST", path).body(content)).await.expect("an answer")
    }

    /// Announces a file that comes in pieces.
    pub async fn begins_upload(&self, name: &str, length: usize) -> FileId {
        let path = format!("{}?name={}", routes::FILES, encoded(name));
        let call = self.call("POST", path).header("upload-length", &length.to_string());
        let answer = self.tries(call).await.expect("an answer").is(201);
        let location = answer.header("location").expect("a location").to_owned();
        let id = location.rsplit('/').next().and_then(|id| id.parse().ok());
        id.expect("the location is that of a file")
    }

    /// A piece of an announced file.
    #[must_use]
    pub fn piece(&self, file: FileId, offset: usize, content: &[u8]) -> Call {
        self.call("PATCH", routes::file(file))
            .header("upload-offset", &offset.to_string())
            .header("content-type", "application/offset+octet-stream")
            .body(content.to_vec())
    }

    pub async fn sends_piece(&self, file: FileId, offset: usize, content: &[u8]) -> Answer {
        self.tries(self.piece(file, offset, content)).await.expect("an answer")
    }

    /// How much of an announced file is there.
    pub async fn offset_of(&self, file: FileId) -> usize {
        let answer = self.does("HEAD", routes::file(file)).await.is(200);
        answer.header("upload-offset").expect("an offset").parse().expect("a number")
    }

    /// Says something with files, which must be taken.
    pub async fn posts_with(&self, room: RoomId, text: &str, files: &[FileId]) -> Message {
        self.tries_to_post_with(room, text, files).await.is(201).json()
    }

    pub async fn tries_to_post_with(&self, room: RoomId, text: &str, files: &[FileId]) -> Answer {
        let (id, text, attachments) = (new_message_id(), text.to_owned(), files.to_vec());
        self.post(
            routes::messages(room),
            &PostMessage { id, text, thread: None, attachments, broadcast: false, poll: None },
        )
        .await
    }

    /// Whatever the server gives for a file.
    pub async fn downloads(&self, file: FileId) -> Answer {
        self.get(routes::file(file)).await
    }
}

/// For a query (RFC 3986 §2.1).
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
