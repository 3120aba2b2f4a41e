use gcs_prot::json_object;

#[json_object]
struct Wait {
    #[json("")]
    empty: u32,
    #[json("Timeout-In-Ms")]
    dashes: u32,
    #[json("Größe")]
    umlaut: u32,
}

fn main() {}
