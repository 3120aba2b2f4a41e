//! Benchmarks of headers, frames, messages and a whole session, with criterion.

mod support;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gcs_prot::json;
use gcs_prot::message::{ContainerNotification, Request};
use gcs_prot::rpc::{AnyRequest, AnyResponse, Method};
use gcs_prot::wire::{FrameReader, MessageIdentifier, ReceivedFrame};
use support::{Work, corpus, header, ours};

/// Measures a piece of work with criterion.
fn run(criterion: &mut Criterion, group: &str, work: Work) {
    let Work { message, bytes, mut run, .. } = work;
    let mut group = criterion.benchmark_group(group);
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function(message, |bencher| {
        bencher.iter_custom(|times| {
            let start = std::time::Instant::now();
            for _ in 0..times / u64::from(u32::MAX) {
                run(u32::MAX);
            }
            run(u32::try_from(times % u64::from(u32::MAX)).unwrap_or_default());
            start.elapsed()
        });
    });
}

fn headers(criterion: &mut Criterion) {
    for work in header::works() {
        run(criterion, "header", work);
    }
}

fn messages(criterion: &mut Criterion) {
    for work in corpus::NAMES.into_iter().flat_map(ours::works) {
        run(criterion, work.op, work);
    }
}

/// Reads a stream in pieces of 4 KB, like a socket, and returns its messages.
fn read(stream: &[u8], buffer: &mut [u8], mut each: impl FnMut(MessageIdentifier, &mut [u8])) {
    let mut frames = FrameReader::new(buffer);
    let mut rest = stream;
    loop {
        while let Some(incoming) = frames.next().expect("a good stream") {
            let ReceivedFrame::Frame(frame) = incoming else { panic!("larger than the buffer") };
            each(frame.header.identifier(), frame.payload);
        }
        let window = frames.window();
        let count = rest.len().min(window.len()).min(4096);
        if count == 0 {
            break;
        }
        let (piece, others) = rest.split_at(count);
        window[..count].copy_from_slice(piece);
        frames.commit(count).expect("within the window");
        rest = others;
    }
}

fn frames(criterion: &mut Criterion) {
    let mut buffer = vec![0; 128 << 10];
    let mut group = criterion.benchmark_group("frames");
    for (name, stream) in [("host-to-guest", corpus::HOST), ("guest-to-host", corpus::GUEST)] {
        group.throughput(Throughput::Bytes(stream.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                read(black_box(stream), &mut buffer, |identifier, payload| {
                    black_box((identifier, payload));
                });
            });
        });
    }
}

/// Processes the whole recorded session: finds, decodes and re-encodes every message of both directions.
fn session(criterion: &mut Criterion) {
    let mut buffer = vec![0; 128 << 10];
    let mut output = vec![0; 256 << 10];
    let mut group = criterion.benchmark_group("session");
    group.throughput(Throughput::Bytes((corpus::HOST.len() + corpus::GUEST.len()) as u64));
    group.bench_function("both directions", |bencher| {
        bencher.iter(|| {
            for stream in [corpus::HOST, corpus::GUEST] {
                read(black_box(stream), &mut buffer, |identifier, payload| relay(identifier, payload, &mut output));
            }
        });
    });
}

/// Decodes and re-encodes a message. A request that the recorded guest refused is refused here as well.
fn relay(identifier: MessageIdentifier, payload: &mut [u8], output: &mut [u8]) {
    let result = if let Some(method) = Method::from_request(identifier) {
        AnyRequest::decode(method, payload).map(|request| json::encode(&request, output).map(<[u8]>::len))
    } else if let Some(method) = Method::from_response(identifier) {
        AnyResponse::decode(method, payload).map(|response| json::encode(&response, output).map(<[u8]>::len))
    } else {
        json::decode::<Request<'_, ContainerNotification<'_>>>(payload)
            .map(|notification| json::encode(&notification, output).map(<[u8]>::len))
    };
    let _ = black_box(result);
}

criterion_group!(benches, headers, frames, messages, session);
criterion_main!(benches);
