//! What was promised: whoever was told "said" finds it in every stream and in the history, once, in order.

use std::collections::HashMap;
use std::time::Duration;

use natter_protocol::{MessageId, Seq};

/// A message that a person tried to say. Times count from the beginning of the run.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    pub id: MessageId,
    pub at: Duration,
    /// None when it was not confirmed: it may be there or not.
    pub acked: Option<(Duration, Seq)>,
}

/// A message as it came out of one person's stream.
#[derive(Debug, Clone, Copy)]
pub struct Heard {
    pub id: MessageId,
    pub seq: Seq,
    pub at: Duration,
}

/// How often each promise was broken.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Acknowledged, but not in a stream.
    pub lost: usize,
    /// More than once in a stream.
    pub doubled: usize,
    /// After a later one in a stream.
    pub disordered: usize,
    /// In a stream, but never said, or at another place than acknowledged.
    pub strange: usize,
    /// Acknowledged, but not once at its place in the history; or there and never said.
    pub history: usize,
}

impl Verdict {
    pub fn of<'a>(
        said: &[Said],
        streams: impl Iterator<Item = &'a [Heard]>,
        history: &[(MessageId, Seq)],
    ) -> Self {
        let mut verdict = Self::default();
        let indices: HashMap<MessageId, usize> =
            said.iter().enumerate().map(|(at, said)| (said.id, at)).collect();
        let place = |at: usize| said[at].acked.map(|(_, seq)| seq);
        for heard in streams {
            let mut times = vec![0u32; said.len()];
            let mut last = 0;
            for heard in heard {
                match indices.get(&heard.id) {
                    Some(&at) if place(at).is_none_or(|seq| seq == heard.seq) => {
                        times[at] += 1;
                        verdict.doubled += usize::from(times[at] > 1);
                    }
                    _ => verdict.strange += 1,
                }
                verdict.disordered += usize::from(heard.seq < last);
                last = last.max(heard.seq);
            }
            verdict.lost += (0..said.len()).filter(|&at| place(at).is_some() && times[at] == 0).count();
        }
        verdict.history = wrong_in_history(said, &indices, history);
        verdict
    }

    #[must_use]
    pub fn is_good(&self) -> bool {
        *self == Self::default()
    }
}

fn wrong_in_history(
    said: &[Said],
    indices: &HashMap<MessageId, usize>,
    history: &[(MessageId, Seq)],
) -> usize {
    let mut times = vec![0u32; said.len()];
    let mut wrong = history.windows(2).filter(|pair| pair[0].1 >= pair[1].1).count();
    for (id, seq) in history {
        match indices.get(id) {
            Some(&at) if said[at].acked.is_none_or(|(_, acked)| acked == *seq) => times[at] += 1,
            _ => wrong += 1,
        }
    }
    let kept = |at: &usize| times[*at] == 1 || (times[*at] == 0 && said[*at].acked.is_none());
    wrong + (0..said.len()).filter(|at| !kept(at)).count()
}

#[cfg(test)]
mod tests {
    use natter_protocol::Millis;

    use super::*;

    const NOW: Duration = Duration::ZERO;

    fn id(n: u64) -> MessageId {
        MessageId::from_parts(Millis(1), n.into())
    }

    fn heard(places: &[(u64, Seq)]) -> Vec<Heard> {
        places.iter().map(|&(n, seq)| Heard { id: id(n), seq, at: NOW }).collect()
    }

    /// Messages 1 and 2 were acknowledged at 11 and 12; message 3 never was.
    fn judge(stream: &[(u64, Seq)], history: &[(u64, Seq)]) -> Verdict {
        let said = [(1, Some((NOW, 11))), (2, Some((NOW, 12))), (3, None)];
        let said = said.map(|(n, acked)| Said { id: id(n), at: NOW, acked });
        let history: Vec<_> = history.iter().map(|&(n, seq)| (id(n), seq)).collect();
        Verdict::of(&said, std::iter::once(&*heard(stream)), &history)
    }

    const GOOD: &[(u64, Seq)] = &[(1, 11), (2, 12)];

    #[test]
    fn all_said_and_heard_is_good_whatever_became_of_the_unconfirmed() {
        assert!(judge(GOOD, GOOD).is_good());
        assert!(judge(&[(1, 11), (2, 12), (3, 13)], &[(1, 11), (2, 12), (3, 13)]).is_good());
    }

    #[test]
    fn each_broken_promise_is_found() {
        assert_eq!(judge(&[(2, 12)], GOOD).lost, 1);
        assert_eq!(judge(&[(1, 11), (1, 11), (2, 12)], GOOD).doubled, 1);
        assert_eq!(judge(&[(2, 12), (1, 11)], GOOD).disordered, 1);
        assert_eq!(judge(&[(1, 11), (2, 12), (9, 13)], GOOD).strange, 1);
        assert_eq!(judge(&[(1, 11), (2, 14)], GOOD).strange, 1);
    }

    #[test]
    fn the_history_keeps_each_once_and_in_order() {
        assert_eq!(judge(GOOD, &[(1, 11)]).history, 1);
        assert_eq!(judge(GOOD, &[(1, 11), (1, 11), (2, 12)]).history, 2, "doubled, and not ascending");
        assert_eq!(judge(GOOD, &[(1, 11), (2, 12), (9, 13)]).history, 1);
    }
}
