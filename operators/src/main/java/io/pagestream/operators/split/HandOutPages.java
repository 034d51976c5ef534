package io.pagestream.operators.split;

import io.pagestream.schemas.Page;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.io.network.api.writer.ResultPartitionWriter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hands pages on one at a time, when there is room behind it, in turn from all documents that wait. Without it the task that
 * splits a document of four thousand pages could do nothing else, no checkpoint included, until the last of them has found
 * room before the model; and single pages would stand behind all of them.
 *
 * <p>What waits is operator state, some hundred bytes a page. From {@link #SOFT} pages on each document that comes pushes some
 * out first, and waits for it; above {@link #HARD} every page does.
 */
public final class HandOutPages extends AbstractStreamOperator<Page>
        implements OneInputStreamOperator<Page, Page>, BoundedOneInput {

    static final int SOFT = 1000;
    static final int HARD = 50_000;
    static final int PUSHED = 32;

    private static final long serialVersionUID = 1L;

    private transient MailboxExecutor mailbox;
    private transient ListState<Page> state;
    private transient Map<String, Deque<Page>> documents;
    private transient int pages;
    private transient boolean called;

    @Override
    public void setMailboxExecutor(MailboxExecutor executor) {
        super.setMailboxExecutor(executor);
        mailbox = executor;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        documents = new LinkedHashMap<>();
        state = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("waiting", new AvroTypeInfo<>(Page.class)));
        for (Page page : state.get()) {
            add(page);
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        callSoon();
    }

    @Override
    public void processElement(StreamRecord<Page> record) {
        Page page = record.getValue();
        if (page.getPosition() == 0) {
            for (int pushed = 0; pushed < PUSHED && pages >= SOFT; pushed++) {
                handOutOne();
            }
        }
        while (pages >= HARD) {
            handOutOne();
        }
        add(page);
        callSoon();
    }

    private void add(Page page) {
        documents
                .computeIfAbsent(page.getDocumentId(), id -> new ArrayDeque<>())
                .add(page);
        pages++;
    }

    /** In the task's mailbox, where checkpoints and input have their turn between two pages. */
    private void callSoon() {
        if (pages > 0 && !called) {
            called = true;
            mailbox.execute(this::handOut, "hand out a page");
        }
    }

    private void handOut() {
        called = false;
        CompletableFuture<?> room = room();
        if (room.isDone()) {
            if (pages > 0) {
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

    /** Of the document whose turn it is, which then goes to the end of the row. */
    private void handOutOne() {
        Iterator<Map.Entry<String, Deque<Page>>> row = documents.entrySet().iterator();
        Map.Entry<String, Deque<Page>> first = row.next();
        row.remove();
        Page page = first.getValue().remove();
        if (!first.getValue().isEmpty()) {
            documents.put(first.getKey(), first.getValue());
        }
        pages--;
        output.collect(new StreamRecord<>(page));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<Page> waiting = new ArrayList<>(pages);
        documents.values().forEach(waiting::addAll);
        state.update(waiting);
    }

    @Override
    public void endInput() {
        while (pages > 0) {
            handOutOne();
        }
    }
}
