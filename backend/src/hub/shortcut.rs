//! The short way of an event to a stream: from the hub into the socket, without a task in between.
//!
//! A stream's own task sleeps most of the time, with an empty queue and everything written. Then the hub writes the
//! next event itself, in the form that is the same for all: one write for a delivery, and nothing else. What does
//! not fit goes the long way through the queue: a socket that is full, a stream that is not where the others are.

use std::cell::RefCell;
use std::io;
use std::sync::Arc;

use bytes::{BufMut as _, Bytes, BytesMut};
use natter_protocol::{Cursor, Seq, Shard};

use super::frame;
use super::subscriber::Subscriber;

/// Where the bytes of a stream go.
pub trait Outlet: Send + Sync {
    /// Takes what it can at once.
    ///
    /// # Errors
    /// `WouldBlock` when that is nothing, or the connection is gone.
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize>;
}

/// An event as it goes to every stream that has all before it.
pub struct Wire {
    place: (Shard, Seq),
    /// Where such a stream stands afterwards; all of them share it.
    pub after: Arc<Cursor>,
    /// Where the last stream stood, and whether this comes next there. Those who were written to together stand at
    /// the very same cursor, so that most are not compared again.
    compared: RefCell<Option<(Arc<Cursor>, bool)>>,
    /// The event and an `id:` block, as a chunk (RFC 9112 §7.1).
    pub chunk: Bytes,
}

impl Wire {
    /// `heads` were read before the event goes to anyone: all up to them has gone to everyone already.
    pub fn of(place: (Shard, Seq), heads: Cursor, event: &Bytes) -> Self {
        let mut after = heads;
        if let Some(position) = after.shards.get_mut(usize::from(place.0)) {
            position.seq = place.1;
        }
        let mut body = BytesMut::with_capacity(event.len() + 128);
        body.extend_from_slice(event);
        frame::put_id(&mut body, &after);
        let mut chunk = BytesMut::with_capacity(body.len() + 16);
        chunk.extend_from_slice(format!("{:x}\r\n", body.len()).as_bytes());
        chunk.put(body);
        chunk.extend_from_slice(b"\r\n");
        Self { place, after: Arc::new(after), compared: RefCell::default(), chunk: chunk.freeze() }
    }

    /// Whether it is what comes next for a stream, and its place after it is not behind where the stream was.
    pub fn continues(&self, reached: &Arc<Cursor>) -> bool {
        let mut compared = self.compared.borrow_mut();
        match &*compared {
            Some((cursor, continues)) if Arc::ptr_eq(cursor, reached) => *continues,
            _ => {
                let continues = self.is_next_after(reached);
                *compared = Some((reached.clone(), continues));
                continues
            }
        }
    }

    fn is_next_after(&self, reached: &Cursor) -> bool {
        let (shard, seq) = self.place;
        reached.shards.len() == self.after.shards.len()
            && reached.position(shard).is_some_and(|position| position.seq < seq)
            && reached
                .shards
                .iter()
                .zip(&self.after.shards)
                .all(|(reached, after)| reached.epoch == after.epoch && reached.seq <= after.seq)
    }
}

/// Opens and closes the short way for a stream.
#[derive(Clone)]
pub struct Shortcut(Arc<Subscriber>);

impl Shortcut {
    pub(super) fn new(subscriber: Arc<Subscriber>) -> Self {
        Self(subscriber)
    }

    /// From now on the hub may write, whenever the stream's task sleeps and has written everything.
    pub fn open(&self, outlet: Arc<dyn Outlet>) {
        self.0.with_queue(|queue| queue.outlet = Some(outlet));
    }

    pub fn close(&self) {
        self.0.with_queue(|queue| queue.outlet = None);
    }

    /// The end of a chunk of which the hub could write the beginning only. It goes out before anything else.
    #[must_use]
    pub fn take_rest(&self) -> Option<Bytes> {
        self.0.with_queue(|queue| queue.rest.take())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::task::{Context, Waker};

    use natter_protocol::{Millis, Position, SessionId, UserId};

    use super::super::subscriber::Queued;
    use super::*;

    /// Takes so many bytes and is full then.
    struct Pipe(Mutex<(usize, Vec<u8>)>);

    impl Outlet for Pipe {
        fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
            let (space, taken) = &mut *self.0.lock().unwrap();
            let now = bytes.len().min(*space);
            if now == 0 {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            *space -= now;
            taken.extend_from_slice(&bytes[..now]);
            Ok(now)
        }
    }

    fn cursor(seqs: [Seq; 2]) -> Cursor {
        Cursor { shards: seqs.map(|seq| Position { epoch: 1, seq }).to_vec() }
    }

    struct Following {
        subscriber: Arc<Subscriber>,
        pipe: Arc<Pipe>,
        shortcut: Shortcut,
    }

    impl Following {
        /// A stream with an outlet, all written up to a place.
        fn from(reached: [Seq; 2], space: usize) -> Self {
            let (user, session) = (UserId::from_parts(Millis(1), 1), SessionId::from_parts(Millis(1), 2));
            let subscriber = Arc::new(Subscriber::new(1, user, session));
            let pipe = Arc::new(Pipe(Mutex::new((space, Vec::new()))));
            let shortcut = Shortcut::new(subscriber.clone());
            subscriber.with_queue(|queue| queue.reached = Arc::new(cursor(reached)));
            shortcut.open(pipe.clone());
            Self { subscriber, pipe, shortcut }
        }

        fn sleeps(&self) {
            assert!(self.subscriber.poll_news(&mut Context::from_waker(Waker::noop())).is_pending());
        }

        fn hears(&self, seq: Seq, heads: [Seq; 2]) {
            let event = Bytes::from_static(b"data: x\n\n");
            let wire = Wire::of((0, seq), cursor(heads), &event);
            self.subscriber.push(&Queued { place: Some((0, seq)), frame: event }, Some(&wire));
        }

        fn written(&self) -> String {
            String::from_utf8(self.pipe.0.lock().unwrap().1.clone()).unwrap()
        }

        fn queued(&self) -> usize {
            self.subscriber.with_queue(|queue| queue.frames.len())
        }
    }

    #[test]
    fn who_sleeps_is_written_to_and_stands_after_the_event() {
        let stream = Following::from([5, 7], 1_000);
        stream.hears(6, [5, 9]);
        assert_eq!((stream.written().as_str(), stream.queued()), ("", 1), "its task is awake");
        stream.subscriber.with_queue(|queue| drop(queue.pop()));
        stream.sleeps();
        stream.hears(7, [6, 9]);
        let body = format!("data: x\n\nid: {}\n\n", cursor([7, 9]));
        assert_eq!(stream.written(), format!("{:x}\r\n{body}\r\n", body.len()));
        assert_eq!(stream.queued(), 0);
        assert_eq!(stream.subscriber.with_queue(|queue| queue.reached.clone()), cursor([7, 9]).into());
    }

    #[test]
    fn what_does_not_fit_goes_the_long_way() {
        let stream = Following::from([5, 10], 1_000);
        stream.sleeps();
        stream.hears(6, [5, 9]);
        assert_eq!((stream.written().as_str(), stream.queued()), ("", 1), "its place would go back");
        let stream = Following::from([6, 7], 1_000);
        stream.sleeps();
        stream.hears(6, [5, 9]);
        assert_eq!((stream.written().as_str(), stream.queued()), ("", 1), "it has this one already");
        let stream = Following::from([5, 7], 0);
        stream.sleeps();
        stream.hears(6, [5, 7]);
        assert_eq!((stream.written().as_str(), stream.queued()), ("", 1), "the socket is full");
    }

    #[test]
    fn the_rest_of_a_chunk_goes_before_what_comes_next() {
        let stream = Following::from([5, 7], 10);
        stream.sleeps();
        stream.hears(6, [5, 7]);
        stream.hears(7, [6, 7]);
        assert_eq!(stream.queued(), 1, "the second waits");
        let mut whole = stream.written().into_bytes();
        whole.extend_from_slice(&stream.shortcut.take_rest().unwrap());
        let wire = Wire::of((0, 6), cursor([5, 7]), &Bytes::from_static(b"data: x\n\n"));
        assert_eq!(whole, &wire.chunk[..]);
        assert!(stream.shortcut.take_rest().is_none());
    }
}
