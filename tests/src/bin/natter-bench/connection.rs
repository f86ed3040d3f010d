//! A kept-alive HTTP/1.1 connection that does only what the load needs: one request after the other,
//! answers with a `Content-Length`.

use std::io;
use std::net::SocketAddr;

use natter_protocol::{Message, RoomId, command::PostMessage, routes};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub struct Connection {
    address: SocketAddr,
    socket: TcpStream,
    buffer: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Connection {
    /// # Errors
    /// When nobody takes it.
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let socket = connect(address).await?;
        Ok(Self { address, socket, buffer: Vec::with_capacity(2048) })
    }

    /// Says something in a room; answers the message, or the status where it was refused. A connection that
    /// breaks is opened again and the same asked once more: the id makes that harmless.
    ///
    /// # Errors
    /// When the connection breaks twice.
    pub async fn say(
        &mut self,
        token: &str,
        room: RoomId,
        message: &PostMessage,
    ) -> io::Result<Result<Message, u16>> {
        let body = serde_json::to_vec(message)?;
        let mut request = format!(
            "POST {} HTTP/1.1\r\nhost: natter\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            routes::messages(room),
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(&body);
        let answer = match self.ask(&request).await {
            Ok(answer) => answer,
            Err(_) => {
                self.socket = connect(self.address).await?;
                self.ask(&request).await?
            }
        };
        match answer.status {
            200 | 201 => Ok(Ok(serde_json::from_slice(&answer.body)?)),
            status => Ok(Err(status)),
        }
    }

    async fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.buffer.clear();
        self.socket.write_all(request).await?;
        loop {
            if self.socket.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if let Some((head, length)) = head(&self.buffer)? {
                while self.buffer.len() < head + length {
                    if self.socket.read_buf(&mut self.buffer).await? == 0 {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                let body = self.buffer[head..head + length].to_vec();
                return Ok(Answer { status: status(&self.buffer), body });
            }
        }
    }
}

async fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let socket = TcpStream::connect(address).await?;
    socket.set_nodelay(true)?;
    Ok(socket)
}

/// The status in the first line of an answer; 0 where there is none.
pub fn status(head: &[u8]) -> u16 {
    let code = head.get(9..12).and_then(|code| std::str::from_utf8(code).ok());
    code.and_then(|code| code.parse().ok()).unwrap_or(0)
}

/// The length of an answer's head and of its body, once the head is whole.
fn head(bytes: &[u8]) -> io::Result<Option<(usize, usize)>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&bytes[..end]).map_err(io::Error::other)?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    Ok(Some((end + 4, length.unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answers_head_says_its_status_and_length() {
        let answer = b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello";
        assert_eq!((status(answer), head(answer).unwrap()), (201, Some((43, 5))));
        assert_eq!(head(&answer[..30]).unwrap(), None);
        assert_eq!(head(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap(), Some((27, 0)));
    }
}
