//! The table on the page of `rpc` is the table of methods.

use gcs_prot::json::{Decode, Docs};
use gcs_prot::rpc::{self, Method, Rpc};

/// The rows of the table: method, request, its fields, response, its fields.
fn rows() -> Vec<[String; 5]> {
    let page = include_str!("../src/rpc.rs").lines().map_while(|line| line.strip_prefix("//!"));
    let rows = page.filter(|line| line.starts_with(" | [`")).map(|line| {
        let cells = line.trim().trim_matches('|').split('|').map(|cell| {
            let label = cell.trim().split("](").next().unwrap_or_default();
            label.trim_matches(['[', ']', '`']).to_owned()
        });
        cells.collect::<Vec<_>>().try_into().expect("five cells")
    });
    rows.collect()
}

macro_rules! methods {
    ($($method:ident)*) => {
        fn row(method: &str) -> [String; 5] {
            match method {
                $(stringify!($method) => row_of::<rpc::$method>(),)*
                other => panic!("the test does not know {other}"),
            }
        }
    };
}

methods! {
    NegotiateProtocol Create Start ShutdownGraceful ShutdownForced ExecuteProcess WaitForProcess SignalProcess ResizeConsole
    GetProperties ModifySettings DumpStacks DeleteContainerState ModifyServiceSettings
}

fn row_of<R: Rpc>() -> [String; 5] {
    let fields = |docs: &Docs| match docs.name() {
        "Empty" => "base fields".to_owned(),
        // The reference gives this request's fields another name.
        "ServiceModificationRequest" => "ModifyServiceSettings".to_owned(),
        name => name.to_owned(),
    };
    let method = R::METHOD;
    [
        method.name().to_owned(),
        format!("{:#010x}", method.request().0),
        fields(R::Request::DOCS),
        format!("{:#010x}", method.response().0),
        fields(R::Response::DOCS),
    ]
}

#[test]
fn the_page_of_rpc_shows_every_method_with_its_identifiers_and_types() {
    let expected: Vec<_> = Method::ALL.iter().map(|method| row(method.name())).collect();
    assert_eq!(rows(), expected);
}
