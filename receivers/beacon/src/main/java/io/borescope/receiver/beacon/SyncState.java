package io.borescope.receiver.beacon;

/**
 * How far a node is.
 *
 * @param clSyncing whether the consensus client is behind
 * @param elOptimistic whether the execution client has not verified the head yet
 * @param elOffline whether the execution client does not answer
 * @param headSlot the newest slot that the node has
 * @param syncDistance slots that it is behind
 */
record SyncState(boolean clSyncing, boolean elOptimistic, boolean elOffline, long headSlot, long syncDistance) {
    static SyncState of(Members syncing) throws BadAnswerException {
        if (syncing.find("is_syncing") == null) {
            throw new BadAnswerException("has no is_syncing");
        }
        return new SyncState(
                syncing.flag("is_syncing"),
                syncing.flag("is_optimistic"),
                syncing.flag("el_offline"),
                syncing.number("head_slot"),
                syncing.number("sync_distance"));
    }
}
