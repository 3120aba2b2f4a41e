use gcs_prot::json_object;

#[json_object]
struct Wait {
    #[json("TimeoutInMs")]
    timeout_in_ms: u32,
    #[json("timeoutinms", omitempty)]
    timeout: u32,
}

fn main() {}
