package io.borescope.api.tls;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a connection may agree on. Keys of {@link TlsConfig} and of {@link ServerTlsConfig}. The Java runtime, which has the last word,
 * speaks TLS 1.2 and 1.3.
 *
 * @param minVersion such as {@code 1.2}; null for what the Java runtime speaks
 * @param maxVersion such as {@code 1.3}; null for what the Java runtime speaks
 * @param cipherSuites by their names in the registry of IANA; empty for those that the Java runtime takes
 * @param curvePreferences by the names that the Collector has for them, best first; empty for those that the Java runtime takes
 * @see <a href="https://www.iana.org/assignments/tls-parameters">names of cipher suites</a>
 */
public record TlsParameters(
        @Doc("Lowest version of TLS to speak: 1.2 or 1.3.") @Nullable
        String minVersion,

        @Doc("Highest version of TLS to speak: 1.2 or 1.3.") @Nullable
        String maxVersion,

        @Doc(
                "Cipher suites to agree on, instead of those that the Java runtime holds safe. As in the Collector, those of TLS 1.3 stay as they are unless one of them is named.")
        List<String> cipherSuites,

        @Doc("Curves of the key exchange, best first: X25519, P256, P384 or P521.")
        List<String> curvePreferences) {
    /** What the Java runtime takes. */
    public static final TlsParameters DEFAULT = new TlsParameters(null, null, List.of(), List.of());

    private static final String LOWEST = "1.2";
    private static final String HIGHEST = "1.3";
    private static final List<String> SPOKEN = List.of(LOWEST, HIGHEST);

    /** The Collector takes them; the Java runtime does not speak them any more. */
    private static final List<String> FORMER = List.of("1.0", "1.1");

    /** To the Java runtime's names. */
    private static final Map<String, String> CURVES =
            new TreeMap<>(Map.of("X25519", "x25519", "P256", "secp256r1", "P384", "secp384r1", "P521", "secp521r1"));

    /** As in the Collector, an empty version says nothing. */
    public TlsParameters {
        minVersion = "".equals(minVersion) ? null : minVersion;
        maxVersion = "".equals(maxVersion) ? null : maxVersion;
        cipherSuites = List.copyOf(cipherSuites);
        curvePreferences = List.copyOf(curvePreferences);
    }

    /** Versions alone, such as {@code 1.3}; null for what the Java runtime speaks. */
    public static TlsParameters versions(@Nullable String minVersion, @Nullable String maxVersion) {
        return new TlsParameters(minVersion, maxVersion, List.of(), List.of());
    }

    void validate(Problems problems) {
        validateVersion("min_version", minVersion, problems);
        validateVersion("max_version", maxVersion, problems);
        if (minVersion != null && FORMER.contains(minVersion)) {
            problems.warn("min_version", "TLS %s is not spoken: %s is the lowest version.", minVersion, LOWEST);
        }
        if (maxVersion != null && FORMER.contains(maxVersion)) {
            problems.add(
                    "max_version",
                    "leaves no version: the lowest that is spoken is %s. Write %s or %s.",
                    LOWEST,
                    LOWEST,
                    HIGHEST);
        }
        if (HIGHEST.equals(minVersion) && LOWEST.equals(maxVersion)) {
            problems.add("min_version", "%s is above max_version, %s.", HIGHEST, LOWEST);
        }
        validateSuites(problems);
        for (int i = 0; i < curvePreferences.size(); i++) {
            if (!CURVES.containsKey(curvePreferences.get(i))) {
                problems.add(
                        "curve_preferences[" + i + "]",
                        "\"%s\" is not one of %s.",
                        curvePreferences.get(i),
                        String.join(", ", CURVES.keySet()));
            }
        }
    }

    private static void validateVersion(String key, @Nullable String version, Problems problems) {
        if (version != null && !SPOKEN.contains(version) && !FORMER.contains(version)) {
            problems.add(key, "\"%s\" is not one of %s.", version, String.join(", ", SPOKEN));
        }
    }

    private void validateSuites(Problems problems) {
        if (cipherSuites.isEmpty()) {
            return;
        }
        List<String> safe = safeSuites();
        for (int i = 0; i < cipherSuites.size(); i++) {
            if (!safe.contains(cipherSuites.get(i))) {
                problems.add(
                        "cipher_suites[" + i + "]",
                        "\"%s\" is not one that the Java runtime holds safe. Those are: %s.",
                        cipherSuites.get(i),
                        String.join(", ", new TreeSet<>(safe)));
            }
        }
        if (LOWEST.equals(maxVersion) && cipherSuites.stream().allMatch(TlsParameters::isOfTls13)) {
            problems.add("cipher_suites", "has none for TLS %s, which max_version ends at.", LOWEST);
        }
    }

    private static List<String> safeSuites() {
        try {
            return Stream.of(TlsContext.plain(List.of(), List.of())
                            .getDefaultSSLParameters()
                            .getCipherSuites())
                    .filter(suite -> !suite.endsWith("_SCSV")) // a signal that stands among them
                    .toList();
        } catch (StartException e) {
            throw new IllegalStateException("a Java runtime without TLS", e);
        }
    }

    /** Suites of TLS 1.3, and signals that stand among suites, do not say how keys are exchanged. */
    private static boolean isOfTls13(String suite) {
        return !suite.contains("_WITH_");
    }

    /**
     * Takes away what is not to be agreed on.
     *
     * @param offered what would be offered otherwise; where it says nothing, what was narrowed before stays
     */
    void narrow(SSLParameters offered) {
        if (offered.getProtocols() != null) {
            offered.setProtocols(narrowProtocols(offered.getProtocols()));
        }
        if (offered.getCipherSuites() != null) {
            offered.setCipherSuites(narrowSuites(offered.getCipherSuites()));
        }
        if (!curvePreferences.isEmpty()) {
            offered.setNamedGroups(curvePreferences.stream()
                    .map(curve -> requireNonNullElse(CURVES.get(curve), curve))
                    .toArray(String[]::new));
        }
    }

    String[] narrowProtocols(String[] offered) {
        return minVersion == null && maxVersion == null
                ? offered
                : Stream.of(offered).filter(this::isWithin).toArray(String[]::new);
    }

    /**
     * @param protocol as the Java runtime calls it: {@code TLSv1.3}
     */
    private boolean isWithin(String protocol) {
        String version = protocol.replaceFirst("^TLSv", "");
        return SPOKEN.contains(version)
                && (minVersion == null || version.compareTo(minVersion) >= 0)
                && (maxVersion == null || version.compareTo(maxVersion) <= 0);
    }

    /** In the order of the configuration, where there is one. */
    String[] narrowSuites(String[] offered) {
        if (cipherSuites.isEmpty()) {
            return offered;
        }
        List<String> all = List.of(offered);
        Stream<String> named = cipherSuites.stream().filter(all::contains);
        boolean leavesTls13 = cipherSuites.stream().noneMatch(TlsParameters::isOfTls13);
        Stream<String> others = leavesTls13 ? all.stream().filter(TlsParameters::isOfTls13) : Stream.empty();
        return Stream.concat(others, named).toArray(String[]::new);
    }
}
