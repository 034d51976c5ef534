package io.pagestream.operators.tile;

import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.io.network.api.writer.ResultPartitionWriter;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hands pages on to be tiled, one at a time, in the order of {@link WaitingPages}: single pages do not stand behind a
 * document of four thousand, and a checkpoint has its turn between two pages.
 *
 * <p>It stands in one chain with the stages that tile and ask, keyed as {@link TilePage} is, because a queue that Flink puts
 * in between holds hundreds of pages and is first in, first out. Before each page it takes in whatever has come meanwhile.
 *
 * <p>What waits is keyed state, some hundred bytes a page; with more than {@link #DOCUMENTS} documents or {@link #PAGES}
 * pages nothing further is taken in until there is room.
 */
public final class HandOutPages extends AbstractStreamOperator<Page>
        implements OneInputStreamOperator<Page, Page>, BoundedOneInput {

    static final int DOCUMENTS = 1000;
    static final int PAGES = 50_000;

    private static final long serialVersionUID = 1L;
    private static final String STATE = "waiting";

    private transient MailboxExecutor mailbox;
    private transient ValueState<Page> state;
    private transient WaitingPages waiting;
    private transient boolean called;
    private transient boolean arrived;

    @Override
    public void setMailboxExecutor(MailboxExecutor executor) {
        super.setMailboxExecutor(executor);
        mailbox = executor;
    }

    @Override
    public void open() throws Exception {
        super.open();
        waiting = new WaitingPages();
        state = getPartitionedState(new ValueStateDescriptor<>(STATE, new AvroTypeInfo<>(Page.class)));
        restored().forEach(waiting::add);
        MetricGroup group = getMetricGroup().addGroup("pagestream");
        for (Lane lane : List.of(Lane.INTERACTIVE, Lane.BACKFILL)) {
            group.addGroup("lane", lane.name()).gauge("pagesWaiting", (Gauge<Integer>) () -> waiting.pages(lane));
        }
        callSoon();
    }

    private List<Page> restored() throws Exception {
        List<Object> keys;
        try (var all = getKeyedStateBackend().getKeys(STATE, VoidNamespace.INSTANCE)) {
            keys = new ArrayList<>(all.toList());
        }
        List<Page> pages = new ArrayList<>();
        for (Object key : keys) {
            setCurrentKey(key);
            pages.add(state.value());
        }
        pages.sort(Comparator.comparingInt(Page::getPosition));
        return pages;
    }

    @Override
    public void processElement(StreamRecord<Page> record) throws Exception {
        state.update(record.getValue());
        waiting.add(record.getValue());
        arrived = true;
        while (waiting.documents() > DOCUMENTS || waiting.pages() > PAGES) {
            handOutOne();
        }
        callSoon();
    }

    /** In the task's mailbox, where checkpoints and input have their turn between two pages. */
    private void callSoon() {
        if (waiting.pages() > 0 && !called) {
            called = true;
            mailbox.execute(this::handOut, "hand out a page");
        }
    }

    private void handOut() throws Exception {
        called = false;
        if (arrived) {
            // Between two letters of its mailbox the task takes a record, if there is one: ask again until none came.
            arrived = false;
            callSoon();
            return;
        }
        CompletableFuture<?> room = room();
        if (room.isDone()) {
            if (waiting.pages() > 0) {
                handOutOne();
            }
            callSoon();
        } else {
            called = true;
            room.thenRun(() -> mailbox.execute(this::handOut, "hand out a page"));
        }
    }

    /** Done when a record can be sent without waiting. */
    private CompletableFuture<?> room() {
        List<CompletableFuture<?>> full = new ArrayList<>();
        for (ResultPartitionWriter writer : getContainingTask().getEnvironment().getAllWriters()) {
            if (!writer.isAvailable()) {
                full.add(writer.getAvailableFuture());
            }
        }
        return CompletableFuture.allOf(full.toArray(CompletableFuture[]::new));
    }

    private void handOutOne() {
        Page page = waiting.next();
        setCurrentKey(TilePage.keyOf(page));
        state.clear();
        output.collect(new StreamRecord<>(page));
    }

    @Override
    public void endInput() {
        while (waiting.pages() > 0) {
            handOutOne();
        }
    }
}
