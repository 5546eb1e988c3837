package io.tidemark.event;

import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;

/// Tells Avro that the generated classes of this package may be made from schemas.
///
/// Since 1.12.2 Avro refuses all classes but a few of the JDK's; without this, each program that uses the records would
/// have to set the system property `org.apache.avro.SERIALIZABLE_PACKAGES`. The build puts a call of [#model] into each
/// generated record, so that the trust is there with the first record that anyone touches.
public final class TrustedRecords {
    private static final String PACKAGE = TrustedRecords.class.getPackageName();

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals(PACKAGE)));
    }

    private TrustedRecords() {}

    /// For serializers that look classes up by name, before any record was touched.
    public static void trust() {
        // The static initialiser has done it.
    }

    /// Avro's data model, as each generated record makes one.
    static SpecificData model() {
        return new SpecificData();
    }
}
