package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.time.WindowBorders;
import io.borescope.bpf.Partials;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells against the programs' way to find them, which is written here again. */
class CellsTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final long START = 3600 * SECOND + 123 * MILLI;
    private static final long GRACE = 25 * MILLI;

    /** What programs see, as in partials.h. */
    private static final class Programs implements Cells.Table {
        private final long[] ends = new long[Partials.CELLS];
        private long oldest;

        Programs() {
            Arrays.fill(ends, Partials.NEVER);
        }

        @Override
        public void end(long cell, long nanos) {
            ends[index(cell)] = nanos;
        }

        @Override
        public void oldest(long cell) {
            oldest = cell;
        }

        long cellAt(long now) {
            long cell = oldest;
            while (cell < oldest + Partials.CELLS && Long.compareUnsigned(now, ends[index(cell)]) >= 0) {
                cell++;
            }
            return cell;
        }

        private static int index(long cell) {
            return (int) (cell & (Partials.CELLS - 1));
        }
    }

    private final Programs programs = new Programs();
    private final WindowBorders borders = new WindowBorders();

    private Cells cells() {
        return new Cells(programs, borders, GRACE);
    }

    private void windowsOf(long nanos, long offset) {
        borders.put("windows", time -> time + nanos - Math.floorMod(time - offset, nanos));
    }

    @Test
    void withoutWindowsCellsAreASecondLong() {
        Cells cells = cells();
        cells.begin(START);
        long first = programs.cellAt(START);

        assertThat(programs.cellAt(START + SECOND - 1)).isEqualTo(first);
        assertThat(programs.cellAt(START + SECOND)).isEqualTo(first + 1);
        assertThat(cells.placeOf(first)).isEqualTo(START + SECOND - 1);
    }

    @Test
    void bordersThatDoNotAdvanceHoldNothingUp() throws Exception {
        windowsOf(100 * MILLI, 0);
        borders.put("stuck", time -> START + 250 * MILLI);
        borders.put("behind", time -> time - SECOND);
        Cells cells = cells();
        cells.begin(START);
        long first = programs.cellAt(START);

        assertThat(programs.cellAt(START + 10 * SECOND)).isEqualTo(first + 101);
        assertThat(borders.after(START + 250 * MILLI)).isEqualTo(START + 277 * MILLI);
    }

    /** Whatever the windows are: times of two windows are never in one cell, and a cell stands for its window. */
    @ParameterizedTest
    @ValueSource(longs = {10 * MILLI, 100 * MILLI, SECOND, 3600 * SECOND})
    void everyCellLiesInOneWindow(long windowNanos) throws Exception {
        windowsOf(windowNanos, 0);
        Random random = new Random(windowNanos);
        Cells cells = cells();
        cells.begin(START);
        long now = START;
        long before = cells.oldest();
        for (int i = 0; i < 5_000; i++) {
            now += random.nextLong(100 * MILLI);
            long cell = programs.cellAt(now);
            assertThat(cell).isGreaterThanOrEqualTo(before);
            before = cell;
            assertThat(borders.after(cells.placeOf(cell))).isEqualTo(borders.after(now));
            if (random.nextBoolean()) {
                cells.follow(now);
                long complete = cells.complete(now);
                assertThat(complete).isLessThan(cell);
                assertThat(cells.promise()).isLessThanOrEqualTo(cells.placeOf(cells.oldest()));
                cells.taken(Math.max(complete, cells.oldest() - 1));
                assertThat(programs.cellAt(now)).isEqualTo(cell);
                assertThat(cells.promise()).isGreaterThanOrEqualTo(now - GRACE - windowNanos);
            }
        }
    }

    @Test
    void aCellIsCompleteAGraceAfterItsEnd() {
        Cells cells = cells();
        cells.begin(START);
        long first = cells.oldest();

        assertThat(cells.complete(START + SECOND + GRACE - 1)).isEqualTo(first - 1);
        assertThat(cells.complete(START + SECOND + GRACE)).isEqualTo(first);
    }

    /** The windows end at a step; the cell ends as soon as that is known, and stands for the window before the step. */
    @Test
    void whenTheClockIsSteppedTheCellEndsAndBelongsToTheWindowBefore() {
        windowsOf(SECOND, 0);
        Cells cells = cells();
        cells.begin(START);
        long first = cells.oldest();
        long step = START + 300 * MILLI;
        borders.put("windows", time -> time < step ? step : time + SECOND - Math.floorMod(time - 700 * MILLI, SECOND));
        cells.follow(step + 90 * MILLI);

        assertThat(programs.cellAt(step + 90 * MILLI)).isEqualTo(first);
        assertThat(programs.cellAt(step + 93 * MILLI)).isEqualTo(first + 1);
        assertThat(cells.placeOf(first)).isEqualTo(step - 1);
        assertThat(borders.after(cells.placeOf(first + 1))).isEqualTo(borders.after(step + 93 * MILLI));
        assertThat(cells.promise()).isEqualTo(step - 1);
        assertThat(cells.complete(step + 93 * MILLI + GRACE)).isEqualTo(first);
    }

    @Test
    void aThreadThatComesTooLateFindsOneLongCellAndGoesOn() {
        windowsOf(10 * MILLI, 0);
        Cells cells = cells();
        cells.begin(START);
        long late = START + 60 * SECOND;
        long endless = programs.cellAt(late);
        assertThat(programs.cellAt(late - 50 * SECOND)).isEqualTo(endless);

        cells.follow(late);
        cells.taken(cells.complete(late));
        cells.follow(late);
        assertThat(cells.oldest()).isEqualTo(endless);
        assertThat(programs.cellAt(late)).isEqualTo(endless);
        long next = programs.cellAt(late + 30 * MILLI);
        assertThat(next).isGreaterThan(endless);
        assertThat(borders.after(cells.placeOf(next))).isEqualTo(borders.after(late + 30 * MILLI));
        assertThat(cells.promise()).isLessThan(START + 2 * SECOND);
    }

    /** It has no end that could be moved, and those before it are over: what was added to them stays theirs. */
    @Test
    void aClockThatIsSteppedWhileTheThreadIsLateLeavesCellsThatAreOverAlone() {
        windowsOf(10 * MILLI, 0);
        Cells cells = cells();
        cells.begin(START);
        long late = START + 60 * SECOND;
        long endless = programs.cellAt(late);
        long stopped = borders.after(programs.ends[Programs.index(endless - 1)]);
        windowsOf(10 * MILLI, 7 * MILLI);
        for (int i = 0; i < 3; i++) {
            long now = late + i * MILLI;
            cells.follow(now);
            assertThat(programs.cellAt(now)).isEqualTo(endless);
            assertThat(programs.cellAt(now + 30 * MILLI)).isGreaterThanOrEqualTo(endless);
            cells.taken(cells.complete(now));
            windowsOf(10 * MILLI, i * MILLI);
        }
        long end = late + 3 * MILLI;
        cells.follow(end);
        assertThat(programs.cellAt(end + 5 * MILLI)).isGreaterThan(endless);
        assertThat(cells.placeOf(endless)).isLessThan(stopped + 10 * MILLI);
        assertThat(cells.complete(end + 40 * MILLI)).isGreaterThanOrEqualTo(endless);
    }

    @Test
    void atTheEndACellWithoutAnEndIsTakenToo() {
        windowsOf(10 * MILLI, 0);
        Cells cells = cells();
        cells.begin(START);
        long late = START + 60 * SECOND;

        assertThat(cells.finish(late)).isEqualTo(programs.cellAt(late));
    }

    @Test
    void atTheEndThePresentCellIsOverNow() {
        Cells cells = cells();
        cells.begin(START);
        long last = cells.finish(START + 10 * MILLI);

        assertThat(last).isEqualTo(programs.cellAt(START + 10 * MILLI));
        assertThat(cells.placeOf(last)).isEqualTo(START + 10 * MILLI - 1);
        cells.taken(last);
        assertThat(cells.promise()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aCellIsKnownByTheLowerHalfOfItsNumber() {
        Cells cells = cells();
        cells.begin(START);
        cells.taken(0xFFFF_FFF0L);

        assertThat(cells.cellOf(3)).isEqualTo(0x1_0000_0003L);
        assertThat(cells.cellOf(0xFFFF_FFE8)).isEqualTo(0xFFFF_FFE8L);
    }
}
