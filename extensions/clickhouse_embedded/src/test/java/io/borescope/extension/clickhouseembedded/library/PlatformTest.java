package io.borescope.extension.clickhouseembedded.library;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PlatformTest {
    private static final String CPU = "processor\t: 0\nflags\t\t: fpu avx avx2 bmi1 bmi2\n";
    private static final String GLIBC = "7f00-7f01 r--p 00000000 08:01 1 /usr/lib/x86_64-linux-gnu/libc.so.6\n";

    @Test
    void acceptsARecentProcessorWithGlibc() {
        assertThatCode(() -> Platform.check("Linux", "amd64", CPU, GLIBC)).doesNotThrowAnyException();
    }

    @Test
    void namesTheFeaturesThatAProcessorLacks() {
        String old = CPU.replace("avx2 ", "").replace(" bmi2", "");

        assertThatThrownBy(() -> Platform.check("Linux", "amd64", old, GLIBC))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("lacks avx2 and bmi2");
    }

    @Test
    void refusesMusl() {
        assertThatThrownBy(() -> Platform.check("Linux", "amd64", CPU, "... /lib/ld-musl-x86_64.so.1\n"))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("musl");
    }

    @Test
    void saysWhatIsKnownOfArm64() {
        assertThatThrownBy(() -> Platform.check("Linux", "aarch64", "", GLIBC))
                .isInstanceOf(LibraryException.class)
                .hasMessageContaining("arm64");
    }
}
