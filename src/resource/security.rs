//! The policy of a confidential guest.

crate::json_object! {
    /// Host -> guest: the policy that a confidential guest enforces. A megabyte and more.
    ///
    /// Reference: `guestresource.ConfidentialOptions`.
    pub struct ConfidentialOptions<'a> {
        /// The kind of policy: `rego`, `standard`, `open_door`.
        pub enforcer_type: &'a str = "EnforcerType" omitempty,
        /// The policy, base64.
        pub encoded_security_policy: &'a str = "EncodedSecurityPolicy" omitempty secret,
        /// The reference info of the VM's image, a COSE_Sign1 document in base64.
        #[doc(alias = "EncodedUVMReference")]
        pub encoded_uvm_reference: &'a str = "EncodedUVMReference" omitempty secret,
        /// The same as a hash envelope, base64.
        #[doc(alias = "EncodedUVMHashEnvelopeReference")]
        pub encoded_uvm_hash_envelope_reference: &'a str = "EncodedUVMHashEnvelopeReference" omitempty secret,
    }
}

crate::json_object! {
    /// Host -> guest: a further, signed piece of the policy.
    ///
    /// Reference: `guestresource.SecurityPolicyFragment`.
    pub struct SecurityPolicyFragment<'a> {
        /// The fragment, a COSE_Sign1 document in base64.
        pub fragment: &'a str = "Fragment" omitempty secret,
        /// The fragment's media type.
        pub media_type: &'a str = "MediaType" omitempty,
    }
}
