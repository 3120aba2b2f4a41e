use gcs_prot::json_object;

#[json_object]
struct Long {
    #[json("Key0")]
    field_0: bool,
    #[json("Key1")]
    field_1: bool,
    #[json("Key2")]
    field_2: bool,
    #[json("Key3")]
    field_3: bool,
    #[json("Key4")]
    field_4: bool,
    #[json("Key5")]
    field_5: bool,
    #[json("Key6")]
    field_6: bool,
    #[json("Key7")]
    field_7: bool,
    #[json("Key8")]
    field_8: bool,
    #[json("Key9")]
    field_9: bool,
    #[json("Key10")]
    field_10: bool,
    #[json("Key11")]
    field_11: bool,
    #[json("Key12")]
    field_12: bool,
    #[json("Key13")]
    field_13: bool,
    #[json("Key14")]
    field_14: bool,
    #[json("Key15")]
    field_15: bool,
    #[json("Key16")]
    field_16: bool,
    #[json("Key17")]
    field_17: bool,
    #[json("Key18")]
    field_18: bool,
    #[json("Key19")]
    field_19: bool,
    #[json("Key20")]
    field_20: bool,
    #[json("Key21")]
    field_21: bool,
    #[json("Key22")]
    field_22: bool,
    #[json("Key23")]
    field_23: bool,
    #[json("Key24")]
    field_24: bool,
    #[json("Key25")]
    field_25: bool,
    #[json("Key26")]
    field_26: bool,
    #[json("Key27")]
    field_27: bool,
    #[json("Key28")]
    field_28: bool,
    #[json("Key29")]
    field_29: bool,
    #[json("Key30")]
    field_30: bool,
    #[json("Key31")]
    field_31: bool,
    #[json("Key32")]
    field_32: bool,
    #[json("Key33")]
    field_33: bool,
    #[json("Key34")]
    field_34: bool,
    #[json("Key35")]
    field_35: bool,
    #[json("Key36")]
    field_36: bool,
    #[json("Key37")]
    field_37: bool,
    #[json("Key38")]
    field_38: bool,
    #[json("Key39")]
    field_39: bool,
    #[json("Key40")]
    field_40: bool,
    #[json("Key41")]
    field_41: bool,
    #[json("Key42")]
    field_42: bool,
    #[json("Key43")]
    field_43: bool,
    #[json("Key44")]
    field_44: bool,
    #[json("Key45")]
    field_45: bool,
    #[json("Key46")]
    field_46: bool,
    #[json("Key47")]
    field_47: bool,
    #[json("Key48")]
    field_48: bool,
    #[json("Key49")]
    field_49: bool,
    #[json("Key50")]
    field_50: bool,
    #[json("Key51")]
    field_51: bool,
    #[json("Key52")]
    field_52: bool,
    #[json("Key53")]
    field_53: bool,
    #[json("Key54")]
    field_54: bool,
    #[json("Key55")]
    field_55: bool,
    #[json("Key56")]
    field_56: bool,
    #[json("Key57")]
    field_57: bool,
    #[json("Key58")]
    field_58: bool,
    #[json("Key59")]
    field_59: bool,
    #[json("Key60")]
    field_60: bool,
    #[json("Key61")]
    field_61: bool,
    #[json("Key62")]
    field_62: bool,
    #[json("Key63")]
    field_63: bool,
}

fn main() {}
