use gcs_prot::json_object;

#[json_object]
struct Names<'a, 'b> {
    #[json("First")]
    first: &'a str,
    #[json("Last")]
    last: &'b str,
}

fn main() {}
