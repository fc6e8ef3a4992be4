/**
 * Data sets: trees of immutable Parquet files, each tree with a commit log of JSON objects that says which files count. Knows
 * nothing of Kafka. The package {@code targets} holds the bytes, {@code log} the commit log, {@code operations} what an
 * operator does; this one is what a program uses.
 *
 * <pre>
 * DATASET/equities/daily/AAPL/keys.3f…-0.parquet                      a file of the key equities/daily/AAPL
 * DATASET/symbol=A/orders-1-40-7-1200.parquet                         of source orders-1, claim 40, the 7th, from offset 1200
 * DATASET/_sluice/dataset.json                                        the identity of the data set
 * DATASET/_sluice/log/keys/00000000000000000042.json                  an entry of the log "keys"
 * DATASET/_sluice/log/keys/checkpoints/1/00000000000000000000.json    what entries 0 to 63 did together
 * DATASET/_sluice/staging/keys.3f…/0.part                             written, not committed, never visible
 * DATASET/_sluice/staging/keys.3f…/lock                               held for as long as the writer "keys.3f…" lives
 * DATASET/_sluice/locks/equities%2Fdaily%2FAAPL.lock                  the lock of a key
 * </pre>
 *
 * <p>A data set has any number of logs. A program that writes by key uses one, {@code keys}. A connector uses one for each
 * source partition, so that partitions commit without each other; there the keys are the output partitions. The state of the
 * data set is all files that an entry of any log added, without those that one removed. As no name is used twice, the order in
 * which logs are read does not matter.
 *
 * <h2>The steps</h2>
 *
 * <ol>
 *   <li><b>Claim</b> (a log with one writer at a time). Look for the last entry, then settle the log directory: what others created
 *       there and may not have synced is made durable. Publish the last entry. Create the next entry as a claim; its number is the
 *       writer's epoch.
 *   <li><b>Stage.</b> Files are written where no reader looks, synced, closed.
 *   <li><b>Commit.</b> Sync the staging area, once for all files. Create the next entry. Creating that one object is the commit.
 *   <li><b>Publish.</b> Make the directories that are missing, durably. Move each staged file to its name, sync the directories, remove the files that the entry replaces,
 *       sync again. Any process can do it, any number of times, several at once.
 * </ol>
 *
 * <h2>Why it is right</h2>
 *
 * <p>Four rules carry all of it.
 *
 * <ol>
 *   <li><b>An entry is created only if its number is free, whole and durable or not at all, and never changed or removed.</b>
 *       So of all writers that want a number one gets it, for good. (Were entries removed, a writer that stood still for a day
 *       could create an old number again.)
 *   <li><b>Numbers have no gaps, and entry n+1 is created only by someone who has seen n durable and published.</b> So only the
 *       last entry can be unpublished, and what is left to do after a crash is always the publication of one entry.
 *   <li><b>A file's name is new each time</b> (claim or writer, and a number within it), <b>and staged content can be moved only
 *       once.</b> So publication may be repeated, and one that comes late finds nothing to move.
 *   <li><b>A file that an entry names was durable before the entry was created.</b> So whoever reads the entry can publish.
 * </ol>
 *
 * <p><b>Committed once.</b> A writer whose claim is followed by another's finds its next number taken, whatever it does and
 * however long it stood still: it is fenced, and all it has staged never counts. A writer that got no clear answer reads its
 * number back: its own nonce there means committed; another's means not; neither readable nor certain to be missing means
 * unknown, the writer ends, leaves its staging, and the next claim finds out by rule 1. In the log {@code keys}, where many
 * write, the loser of a number looks whether the winner touched its keys: if not it tries the next number, otherwise it fails
 * with a conflict. Locks make that rare; the log makes it right.
 *
 * <p><b>Nothing lost.</b> {@code next} stands in every entry, so a claim knows from the last entry alone where to go on:
 * whatever was not committed is read from the source again.
 *
 * <p><b>Nothing twice, also for readers who only look for {@code *.parquet}.</b> A file gets such a name after its commit only,
 * and each committed range of a source was committed by one entry. Where files are replaced, those readers see both for a
 * moment; only readers of the log see a replacement in one step.
 *
 * <h2>What a crash leaves, and who finishes it</h2>
 *
 * <table>
 *   <caption>By the step it happened in</caption>
 *   <tr><th>after</th><th>left behind</th><th>finished by</th></tr>
 *   <tr><td>claim, before staging</td><td>a claim, an empty staging area</td><td>the next claim; {@code gc}</td></tr>
 *   <tr><td>a staged file was created, written, synced</td><td>staging of a dead writer</td><td>the next claim of that log;
 *       {@code gc}</td></tr>
 *   <tr><td>the entry was written, not yet at its name</td><td>a draft in the staging area</td><td>the same</td></tr>
 *   <tr><td>the entry is at its name, not durable</td><td>an entry, or after a power failure none</td><td>the next claim, which
 *       settles the directory before it believes what it sees</td></tr>
 *   <tr><td>the entry is durable</td><td>committed, none or some of its files visible</td><td>the next commit, claim or
 *       {@code publish}</td></tr>
 *   <tr><td>some files were moved, directories not synced</td><td>after a power failure a file at one of its names or both</td>
 *       <td>the same: it moves again, or removes the second name</td></tr>
 *   <tr><td>files were moved, replaced ones not removed</td><td>both visible</td><td>the same</td></tr>
 *   <tr><td>a checkpoint was to be written</td><td>none</td><td>the next writer that passes; reading does without</td></tr>
 * </table>
 *
 * <p>A reader that does not find a file which the log names publishes the ends of the logs itself, as anyone may.
 *
 * <p>If staged content is gone that the last entry names (someone removed it; on S3 a lifecycle rule did), the claim creates a
 * {@code void} of that entry: first what is still staged of it is removed, so that nobody who stood still makes it visible later,
 * then all its files; {@code next} goes back to the beginning of its range, and the source is read again. To look in the right order matters: staged content that is missing may just have been moved by another, so the
 * final name is looked at after it.
 *
 * <h2>Who removes what</h2>
 *
 * <p>A writer holds a lock in its staging area for as long as it lives, and takes it before it creates anything there. An area
 * whose lock can be had belongs to a dead writer, which can commit no more; whoever has that lock reads the ends of all logs
 * <i>after</i> he got it, keeps what an unpublished entry names, and removes the rest by exact name. Nothing else is ever
 * removed, but files that a published entry replaces. S3 has no locks that hold. There the claim is what fences: whoever claimed
 * a log and was followed by another claim commits no more, so his uploads, which carry the number of his claim in their names, are
 * aborted.
 *
 * <h2>Checkpoints</h2>
 *
 * <p>What a run of entries did together (files added, files removed) is again such a thing, so 64 entries are folded into a
 * checkpoint of level 1, and 64 of those into one of level 2. They are aligned, created like entries, and made from
 * immutable ones, so two writers would create the same, and one that is missing is no harm. Reading a data set of n entries
 * reads n / 4096 objects and at most 63 of each of the two lower kinds. A writer needs only the last entry, which repeats
 * {@code next}, the totals and the last range.
 *
 * <h2>Threads</h2>
 *
 * <p>Everything blocks and is called on the caller's thread; {@link io.sluice.sink.store.AsyncDataSet} runs the same calls on
 * a bounded pool. Data sets are safe from any thread; a transaction, a claimed log and a staged file belong to one thread at a
 * time.
 */
package io.sluice.sink.store;
