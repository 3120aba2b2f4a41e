use gcs_prot::json_object;

#[json_object]
struct Tuple(u32);

#[json_object]
struct Unit;

#[json_object]
enum Choice {
    First,
}

#[json_object]
union Both {
    first: u32,
}

#[json_object(in_hurry)]
struct Arguments {}

fn main() {}
