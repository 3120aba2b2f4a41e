use gcs_prot::open_set;

#[open_set]
enum NoOther {
    #[json("a")]
    A,
}

#[open_set]
enum NoText<'a> {
    #[json("a")]
    A,
    B,
    Other(&'a str),
}

#[open_set]
enum Twice<'a> {
    #[json("a")]
    A,
    #[json("a")]
    B,
    #[json("")]
    C,
    #[json("d", omitempty)]
    D,
    #[json("e")]
    E(u8),
    Other(&'a str),
}

#[open_set]
struct NoEnum {}

fn main() {}
