package io.tidemark.notifier.message;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where messages point to.
///
/// @param docs address of the folder `docs/` as people reach it, ending with a slash; empty: runbooks are named, not
///     linked
/// @param dashboard address of a dashboard, in which `{model}` stands for the model's name; empty: none
public record Links(String docs, String dashboard) {
    /// No addresses are known.
    public static final Links NONE = new Links("", "");

    public Links {
        if (!docs.isEmpty() && !docs.endsWith("/")) {
            docs = docs + "/";
        }
    }

    /// Address of a section of the runbook, or its name when no address is known; empty when there is no section.
    String runbook(String section) {
        return section.isEmpty() || docs.isEmpty() ? section : docs + section;
    }

    /// Address of the model's dashboard; empty when there is none.
    String dashboard(String model) {
        return dashboard.replace("{model}", URLEncoder.encode(model, StandardCharsets.UTF_8));
    }

    boolean linksRunbooks() {
        return !docs.isEmpty();
    }
}
