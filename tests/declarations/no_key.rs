use gcs_prot::json_object;

#[json_object]
struct Wait {
    timeout_in_ms: u32,
    #[json]
    process_id: u32,
    #[json(omitempty)]
    exit_code: u32,
    #[json("A")]
    #[json("B")]
    twice: u32,
}

fn main() {}
