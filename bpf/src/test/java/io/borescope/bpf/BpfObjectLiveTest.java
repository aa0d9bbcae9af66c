package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borescope.testing.LiveKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class BpfObjectLiveTest {
    private static final int EINVAL = 22;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    private static void loadWithAnArrayOfNoPossibleSize() throws BpfException {
        try (BpfObject object = BpfObject.open("tracker")) {
            object.setMaxEntries("lost", 0);
            object.load();
        }
    }

    @Test
    void saysWhatFailedWhyAndWhatLibbpfHadToSay() {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(BpfObjectLiveTest::loadWithAnArrayOfNoPossibleSize)
                .withMessageStartingWith("cannot load tracker: EINVAL. The kernel does not know what was asked")
                .withMessageContaining("libbpf: map 'lost': failed to create")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(EINVAL));
    }

    @Test
    void keepsTheMessagesOfThreadsApart() throws Exception {
        List<Future<String>> messages = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 23; i++) {
                messages.add(threads.submit(BpfObjectLiveTest::messageOfAFailure));
            }
        }
        for (Future<String> message : messages) {
            assertThat(message.get()).containsOnlyOnce("map 'lost': failed to create");
        }
    }

    private static String messageOfAFailure() {
        try {
            loadWithAnArrayOfNoPossibleSize();
            return "";
        } catch (BpfException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void namesWhatAnObjectDoesNotHave() throws Exception {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> BpfObject.open("nonsense"))
                .withMessageContaining("nonsense.bpf.o is not in this build");
        try (BpfObject object = BpfObject.open("tracker")) {
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> object.constant("nonsense"))
                    .withMessage("tracker has no constant nonsense");
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> object.map("nonsense"))
                    .withMessageStartingWith("tracker has no map nonsense: ENOENT");
            assertThatExceptionOfType(BpfException.class)
                    .isThrownBy(() -> object.program("nonsense"))
                    .withMessageStartingWith("tracker has no program nonsense: ENOENT");
        }
    }
}
