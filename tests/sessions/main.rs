//! Tests sessions over connections that are cut at any byte, and sessions with hostile or careless peers.

mod hostile;
mod link;

use link::Pair;
use proptest::prelude::*;

const WAITS: u32 = 8;

/// Runs a session with eight waits, their answers and two notifications. The transport fails after `cut` bytes in one
/// direction, and does not deliver the last `swallowed` of them. Returns the number of bytes of a whole session in that
/// direction.
fn session(to_host: bool, cut: usize, swallowed: usize) -> usize {
    let mut pair = Pair::new(4096, 2048, usize::MAX);
    let mut left = cut;
    let mut total = 0;
    let mut dead = false;
    let mut step = |pair: &mut Pair| {
        while !dead {
            let mut moved = 0;
            for from_host in [true, false] {
                let cuts = from_host != to_host;
                let most = if cuts { left } else { usize::MAX };
                let count = if from_host { pair.take_from_host(most) } else { pair.take_from_guest(most) };
                if cuts {
                    (left, total) = (left - count, total + count);
                }
                moved += count;
                let arriving = if cuts && left == 0 { count.saturating_sub(swallowed) } else { usize::MAX };
                if from_host {
                    pair.arrive_at_guest(arriving);
                    pair.poll_guest();
                } else {
                    pair.arrive_at_host(arriving);
                    pair.poll_host();
                }
                if cuts && left == 0 {
                    dead = true;
                    pair.break_connection();
                    return;
                }
            }
            if moved == 0 {
                return;
            }
        }
    };
    pair.negotiate();
    step(&mut pair);
    for process in 0..WAITS {
        pair.wait(process);
    }
    step(&mut pair);
    pair.notify("one");
    for _ in 0..WAITS / 2 {
        pair.end_process();
    }
    step(&mut pair);
    pair.notify("two");
    step(&mut pair);
    pair.finish();
    assert_eq!(pair.notifications_gone(), 2, "each notification goes out once");
    total
}

#[test]
fn a_session_survives_a_cut_at_every_byte_of_either_direction() {
    for to_host in [false, true] {
        let length = session(to_host, usize::MAX, 0);
        assert!(length > 600, "there is something to cut");
        for cut in 1..=length {
            for swallowed in [0, 1, 20, 150, usize::MAX] {
                session(to_host, cut, swallowed);
            }
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Wait,
    EndProcess,
    Notify,
    TakeFromHost(usize),
    TakeFromGuest(usize),
    ArriveAtGuest(usize),
    ArriveAtHost(usize),
    PollGuest,
    PollHost,
    Break,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let size = prop_oneof![1..40usize, 1..600usize, Just(usize::MAX)];
    let step = prop_oneof![
        4 => Just(Step::Wait),
        4 => Just(Step::EndProcess),
        1 => Just(Step::Notify),
        4 => size.clone().prop_map(Step::TakeFromHost),
        4 => size.clone().prop_map(Step::TakeFromGuest),
        4 => size.clone().prop_map(Step::ArriveAtGuest),
        4 => size.prop_map(Step::ArriveAtHost),
        4 => Just(Step::PollGuest),
        4 => Just(Step::PollHost),
        1 => Just(Step::Break),
    ];
    proptest::collection::vec(step, 0..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_cut_and_however_often_each_wait_is_answered_once(
        steps in steps(),
        receive in 700..2000usize,
        send in 1024..2000usize,
        answer_room in prop_oneof![Just(256usize), Just(usize::MAX)],
    ) {
        let mut pair = Pair::new(receive, send, answer_room);
        let mut processes = 0..;
        for step in steps {
            match step {
                Step::Wait => {
                    // Makes as many calls as fit.
                    if pair.wait(processes.clone().next().unwrap_or_default()) {
                        processes.next();
                    }
                }
                Step::EndProcess => drop(pair.end_process()),
                Step::Notify => pair.notify("c"),
                Step::TakeFromHost(count) => drop(pair.take_from_host(count)),
                Step::TakeFromGuest(count) => drop(pair.take_from_guest(count)),
                Step::ArriveAtGuest(count) => drop(pair.arrive_at_guest(count)),
                Step::ArriveAtHost(count) => drop(pair.arrive_at_host(count)),
                Step::PollGuest => pair.poll_guest(),
                Step::PollHost => {
                    pair.poll_host();
                    pair.negotiate();
                }
                Step::Break => pair.break_connection(),
            }
        }
        pair.break_connection();
        pair.finish();
    }
}
