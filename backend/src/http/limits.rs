//! How often one account or one address may do things: token buckets (GCRA, by `governor`), one for each
//! key, on this gateway alone. With several gateways behind a balancer a person may do that many times as
//! much; the limits are there against floods, not for accounting.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use moka::sync::Cache;
use natter_protocol::{UserId, limits};

/// Buckets that are remembered; a full bucket that is forgotten is no loss.
const KEYS: u64 = 100_000;
/// Longer than any bucket takes to fill up again.
const IDLE: Duration = Duration::from_secs(15 * 60);

/// Too often. Seconds until it may be tried again, at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften {
    pub retry_after_s: u32,
}

/// A bucket for each key.
struct Buckets<K> {
    quota: Quota,
    buckets: Cache<K, Arc<DefaultDirectRateLimiter>>,
}

/// Every rate limit of the gateway. Clones share the buckets.
#[derive(Clone)]
pub struct RateLimits(Arc<Inner>);

struct Inner {
    writes: Buckets<UserId>,
    searches: Buckets<UserId>,
    sign_ins: Buckets<(String, IpAddr)>,
    registrations: Buckets<IpAddr>,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self::new()
    }
}

impl RateLimits {
    #[must_use]
    pub fn new() -> Self {
        let second = Duration::from_secs(1);
        Self(Arc::new(Inner {
            writes: Buckets::new(limits::WRITES_BURST, limits::WRITES_PER_SECOND, second),
            searches: Buckets::new(limits::SEARCHES_BURST, limits::SEARCHES_PER_SECOND, second),
            sign_ins: Buckets::new(
                limits::SIGN_IN_FAILURES_BURST,
                limits::SIGN_IN_FAILURES_PER_MINUTE,
                60 * second,
            ),
            registrations: Buckets::new(
                limits::REGISTRATIONS_BURST,
                limits::REGISTRATIONS_PER_MINUTE,
                60 * second,
            ),
        }))
    }

    /// Anything that an account writes.
    pub fn check_write(&self, user: UserId) -> Result<(), TooOften> {
        self.0.writes.take(user)
    }

    pub fn check_search(&self, user: UserId) -> Result<(), TooOften> {
        self.0.searches.take(user)
    }

    /// Before a registration is looked at, since looking costs a hash.
    pub fn check_registration(&self, address: IpAddr) -> Result<(), TooOften> {
        self.0.registrations.take(network(address))
    }

    /// Before a password is checked. It counts as failed until [`Self::signed_in`], so that many tries at
    /// the same moment gain nothing.
    pub fn check_sign_in(&self, username: &str, address: IpAddr) -> Result<(), TooOften> {
        self.0.sign_ins.take((username.to_owned(), network(address)))
    }

    /// The password was right: what failed before is forgiven.
    pub fn signed_in(&self, username: &str, address: IpAddr) {
        self.0.sign_ins.buckets.invalidate(&(username.to_owned(), network(address)));
    }
}

impl<K: Hash + Eq + Send + Sync + 'static> Buckets<K> {
    fn new(burst: u32, each: u32, period: Duration) -> Self {
        let one = NonZeroU32::MIN;
        let (burst, each) = (NonZeroU32::new(burst).unwrap_or(one), NonZeroU32::new(each).unwrap_or(one));
        let quota = Quota::with_period(period / each.get()).unwrap_or(Quota::per_second(one));
        Self {
            quota: quota.allow_burst(burst),
            buckets: Cache::builder().max_capacity(KEYS).time_to_idle(IDLE).build(),
        }
    }

    fn take(&self, key: K) -> Result<(), TooOften> {
        let bucket = self.buckets.get_with(key, || Arc::new(RateLimiter::direct(self.quota)));
        bucket.check().map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
            TooOften { retry_after_s: seconds.saturating_add(1) }
        })
    }
}

/// One household or host: an IPv4 address, or the /64 that one IPv6 customer has at least.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.into(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use natter_protocol::Millis;

    use super::*;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

    #[test]
    fn guessing_one_persons_password_is_stopped_from_one_address_only() {
        let rates = RateLimits::new();
        for _ in 0..limits::SIGN_IN_FAILURES_BURST {
            assert_eq!(rates.check_sign_in("ana", HOME), Ok(()));
        }
        let refused = rates.check_sign_in("ana", HOME).expect_err("one too many");
        assert!((1..=11).contains(&refused.retry_after_s), "{refused:?}");
        assert_eq!(rates.check_sign_in("bo", HOME), Ok(()));
        assert_eq!(rates.check_sign_in("ana", IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2))), Ok(()));
    }

    #[test]
    fn the_right_password_forgives_the_wrong_ones() {
        let rates = RateLimits::new();
        for _ in 0..100 {
            assert_eq!(rates.check_sign_in("ana", HOME), Ok(()));
            rates.signed_in("ana", HOME);
        }
    }

    #[test]
    fn a_flood_of_writes_is_stopped_for_one_account_only() {
        let rates = RateLimits::new();
        let person = |n| UserId::from_parts(Millis(1), n);
        let taken = (0..limits::WRITES_BURST + 100).filter(|_| rates.check_write(person(1)).is_ok()).count();
        assert!(taken >= limits::WRITES_BURST as usize && taken < limits::WRITES_BURST as usize + 50);
        assert_eq!(rates.check_write(person(2)), Ok(()));
    }

    #[test]
    fn a_whole_ipv6_network_counts_as_one() {
        let address = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(address("2001:db8:1:2:3::1"), address("2001:db8:1:2:ffff::9"));
        assert_ne!(address("2001:db8:1:2::1"), address("2001:db8:1:3::1"));
        assert_eq!(address("::ffff:192.0.2.1"), HOME);
    }
}
