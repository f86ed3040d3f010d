//! What deliveries cost the server's processors, beside what they would cost anyone.

use std::time::Duration;

use natter_tests::Gateway;
use natter_tests::http::Error;

use crate::accounting;
use crate::delivery::{count, pid};
use crate::figures::Figures;

/// Not more than so many times what the bare writer costs.
const AIM: f64 = 1.4;

/// Processor time that the server has used so far.
#[derive(Clone, Copy)]
pub struct Cost {
    pub gateway: Duration,
    pub nats: Duration,
}

impl Cost {
    /// # Errors
    /// When one of its processes does not run.
    pub fn so_far(gateway: &Gateway) -> Result<Self, Error> {
        let nats = gateway.nats_child().ok_or("its nats-server does not run")?;
        Ok(Self { gateway: accounting::cpu(pid(gateway)?)?, nats: accounting::cpu(nats)? })
    }

    /// # Errors
    /// As [`Cost::so_far`].
    pub fn since(self, gateway: &Gateway) -> Result<Self, Error> {
        let now = Self::so_far(gateway)?;
        let (gateway, nats) = (now.gateway.saturating_sub(self.gateway), now.nats.saturating_sub(self.nats));
        Ok(Self { gateway, nats })
    }
}

/// What was measured one after the other in one run.
pub struct Measured {
    pub sends: usize,
    pub deliveries: usize,
    pub talking: Cost,
    /// The same talk with nobody listening.
    pub unheard_sends: usize,
    pub unheard: Cost,
    /// The bare writer's processor time for one write, before the talk and after it.
    pub bare: [Duration; 2],
}

impl Measured {
    pub fn tell(&self, figures: &mut Figures) {
        let us = |time: Duration, of: usize| time.as_secs_f64() * 1e6 / count(of.max(1));
        let [before, after] = self.bare.map(|write| us(write, 1));
        let write = f64::midpoint(before, after);
        figures.add("bare_cpu_per_write_us", "bare writer's CPU per write", write, "µs");
        figures.add("bare_spread_us", "… difference of before and after", (before - after).abs(), "µs");
        let send = us(self.unheard.gateway, self.unheard_sends);
        figures.add("cpu_per_send_us", "gateway's CPU per send that nobody hears", send, "µs");
        let nats = us(self.unheard.nats, self.unheard_sends);
        figures.add("nats_cpu_per_send_us", "nats-server's CPU per send that nobody hears", nats, "µs");
        let all = us(self.talking.gateway, self.deliveries);
        let own = all - send * count(self.sends) / count(self.deliveries.max(1));
        figures.add("cpu_per_delivery_us", "gateway's CPU per delivery", all, "µs");
        figures.add("cpu_ratio", "… where the bare writer's write is 1", all / write, "").at_most = Some(AIM);
        // A send costs more while the gateway has nothing else to do, so this takes off too much: it says where
        // to look, not what a delivery costs, and has no aim.
        figures.add("cpu_without_sends_us", "… less the sends, at least", own, "µs");
        figures.add("cpu_without_sends_ratio", "… where the bare writer's write is 1", own / write, "");
    }
}
