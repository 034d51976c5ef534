package io.pagestream.operators.sink;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;
import org.postgresql.core.BaseConnection;
import org.postgresql.xa.PGXAConnection;
import org.postgresql.xa.PGXADataSource;

/**
 * Transactions in two phases that belong to one of several sinks. Flink names a transaction by job, subtask and checkpoint
 * alone, so that two sinks of a job would take the same name, and PostgreSQL has each name once. Here a byte behind the name
 * says which sink it is; a sink finds its own again and no others. Connections belong to one thread each.
 */
final class OwnTransactions extends PGXADataSource {

    private static final long serialVersionUID = 1L;

    private final byte sink;

    /** @param sink no two of a job have the same */
    OwnTransactions(byte sink) {
        this.sink = sink;
    }

    @Override
    public XAConnection getXAConnection(String user, String password) throws SQLException {
        return new Named((BaseConnection) getConnection(user, password));
    }

    /** Names go out with the byte and come back without it. */
    private final class Named extends PGXAConnection {

        Named(BaseConnection connection) throws SQLException {
            super(connection);
        }

        @Override
        public void start(Xid xid, int flags) throws XAException {
            super.start(own(xid), flags);
        }

        @Override
        public void end(Xid xid, int flags) throws XAException {
            super.end(own(xid), flags);
        }

        @Override
        public int prepare(Xid xid) throws XAException {
            return super.prepare(own(xid));
        }

        @Override
        public void commit(Xid xid, boolean onePhase) throws XAException {
            super.commit(own(xid), onePhase);
        }

        @Override
        public void rollback(Xid xid) throws XAException {
            super.rollback(own(xid));
        }

        @Override
        public void forget(Xid xid) throws XAException {
            super.forget(own(xid));
        }

        @Override
        public Xid[] recover(int flag) throws XAException {
            return Stream.of(super.recover(flag))
                    .filter(this::isOwn)
                    .map(xid -> {
                        byte[] branch = xid.getBranchQualifier();
                        return new Name(
                                xid.getFormatId(),
                                xid.getGlobalTransactionId(),
                                Arrays.copyOf(branch, branch.length - 1));
                    })
                    .toArray(Xid[]::new);
        }

        private boolean isOwn(Xid xid) {
            byte[] branch = xid.getBranchQualifier();
            return branch.length > 0 && branch[branch.length - 1] == sink;
        }

        private Xid own(Xid xid) {
            byte[] branch = xid.getBranchQualifier();
            byte[] longer = Arrays.copyOf(branch, branch.length + 1);
            longer[branch.length] = sink;
            return new Name(xid.getFormatId(), xid.getGlobalTransactionId(), longer);
        }
    }

    /** Equal when all three parts are. */
    private static final class Name implements Xid {

        private final int format;
        private final byte[] transaction;
        private final byte[] branch;

        Name(int format, byte[] transaction, byte[] branch) {
            this.format = format;
            this.transaction = transaction;
            this.branch = branch;
        }

        @Override
        public int getFormatId() {
            return format;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return transaction;
        }

        @Override
        public byte[] getBranchQualifier() {
            return branch;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Name that
                    && format == that.format
                    && Arrays.equals(transaction, that.transaction)
                    && Arrays.equals(branch, that.branch);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(transaction) + Arrays.hashCode(branch);
        }
    }
}
