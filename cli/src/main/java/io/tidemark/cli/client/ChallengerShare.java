package io.tidemark.cli.client;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A challenger as people write it: `3=5%`.
///
/// @param version number or alias
/// @param basisPoints share of the keys, 1 to 10,000
public record ChallengerShare(String version, int basisPoints) {
    private static final int ALL = 10_000;
    private static final Pattern FORM = Pattern.compile("([^=\\s]+)=(\\d{1,3}(?:\\.\\d{1,2})?)%");

    /// Reads one.
    public static ChallengerShare parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw wrong(text);
        }
        int basisPoints = new BigDecimal(form.group(2)).movePointRight(2).intValueExact();
        if (basisPoints < 1 || basisPoints > ALL) {
            throw wrong(text);
        }
        return new ChallengerShare(form.group(1), basisPoints);
    }

    /// Refuses shares that are more than everything.
    public static void requireTogether(List<ChallengerShare> shares) {
        int sum = shares.stream().mapToInt(ChallengerShare::basisPoints).sum();
        if (sum > ALL) {
            throw new UserError(
                    "Found shares of " + TimelineFacts.percent(sum)
                            + " together, expected at most 100 %: the champion gets the rest.",
                    ExitCode.USAGE);
        }
    }

    private static UserError wrong(String text) {
        return new UserError(
                "Found --challenger " + text
                        + ", expected VERSION=SHARE with a share from 0.01% to 100%, such as 3=5%.",
                ExitCode.USAGE);
    }
}
