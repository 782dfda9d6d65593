using ConsultCluster.Domain.Nodes;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>
/// The installation's relay nodes as this server knows them: read every second, and at once when a server announces a change. Nodes that are enrolled join without the
/// database; enrolling one needs it.
/// </summary>
public sealed class NodeRegister(INodeStore store, NodeAdmission admission, TimeProvider clock, ILogger<NodeRegister> logger) : BackgroundService
{
    /// <summary>Between two reads that unknown codes ask for.</summary>
    private static readonly TimeSpan MinReadInterval = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private volatile NodeBook _book = NodeBook.Empty;
    private Task _touching = Task.CompletedTask;
    private bool _isBroken;
    private long _readAt;
    private volatile bool _hasRead;

    /// <summary>The nodes and codes, at most a second old.</summary>
    public NodeBook Book => _book;

    /// <summary>The book was read or changed. From any thread, one call at a time.</summary>
    public event Action<NodeBook>? Changed;

    /// <summary>This server has changed the book: the others are to be told.</summary>
    public event Action? ChangedHere;

    private EnrolmentRules Rules => new(admission.KeyLimit, admission.MaxWaiting);

    /// <summary>Reads the book soon.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another thread was faster.
            }
        }
    }

    /// <summary>Decides about a node that has proved its key.</summary>
    /// <exception cref="StorageUnavailableException">It is not enrolled yet, and the database cannot serve.</exception>
    public async Task<EnrolmentAnswer> AskAsync(NodeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_hasRead)
        {
            await ReadAsync(TimeSpan.Zero);
        }

        var book = _book;
        var change = Enrolment.Ask(book, request, Rules, clock.GetUtcNow());
        var isSettled = ReferenceEquals(change.Next, book);
        if (change.Answer == EnrolmentAnswer.Done && book.Find(request.KeyId) is { State: EnrolmentState.Enrolled })
        {
            if (!isSettled)
            {
                _ = RecordAsync(request);
            }

            return EnrolmentAnswer.Done;
        }

        // Nothing to write for one that waits or is refused anyway: strangers ask as often as they like.
        return isSettled ? change.Answer : (await ChangeAsync(now => Enrolment.Ask(now, request, Rules, clock.GetUtcNow()))).Answer;
    }

    /// <summary>The code with this id, valid or not; null for an unknown one.</summary>
    public async Task<JoinCode?> FindCodeAsync(string id)
    {
        if (_book.FindCode(id) is null)
        {
            await ReadAsync(MinReadInterval);
        }

        return _book.FindCode(id);
    }

    /// <summary>Changes the book in the database, and here.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot serve.</exception>
    public async Task<BookChange> ChangeAsync(Func<NodeBook, BookChange> decide)
    {
        await _turn.WaitAsync();
        BookChange change;
        try
        {
            change = await store.ChangeAsync(decide);
            Set(change.Next);
        }
        finally
        {
            _turn.Release();
        }

        ChangedHere?.Invoke();
        return change;
    }

    /// <summary>Notes that these nodes are there, where that is due; a failure is tried again with the next call.</summary>
    internal void Touch(IReadOnlySet<string> joined)
    {
        var now = clock.GetUtcNow();
        if (_touching.IsCompleted && _book.Nodes.Any(node => joined.Contains(node.KeyId) && Enrolment.IsUntouched(node, now)))
        {
            _touching = Task.Run(async () =>
            {
                try
                {
                    await ChangeAsync(book => Enrolment.Touch(book, joined, now));
                }
                catch (StorageUnavailableException e)
                {
                    NodeLog.RegisterUnreadable(logger, e);
                }
            });
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
        _wake.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await ReadAsync(TimeSpan.Zero);
                await Task.WhenAny(_wake.WaitAsync(stoppingToken), Task.Delay(NodeTimings.RegisterInterval, clock, stoppingToken));
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    /// <summary>Reads the book unless it was read less than this ago; a failure is logged once and tried again.</summary>
    private async Task ReadAsync(TimeSpan unlessWithin)
    {
        await _turn.WaitAsync();
        try
        {
            if (_hasRead && unlessWithin > TimeSpan.Zero && clock.GetElapsedTime(_readAt) < unlessWithin)
            {
                return;
            }

            Set(await store.ReadAsync());
            _isBroken = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!_isBroken)
            {
                NodeLog.RegisterUnreadable(logger, e);
            }

            _isBroken = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RecordAsync(NodeRequest request)
    {
        try
        {
            await ChangeAsync(book => Enrolment.Ask(book, request, Rules, clock.GetUtcNow()));
        }
        catch (Exception e)
        {
            // An enrolled node joins all the same: calls do not wait for the database.
            NodeLog.JoinUnrecorded(logger, e, request.Node);
        }
    }

    private void Set(NodeBook book)
    {
        _readAt = clock.GetTimestamp();
        _hasRead = true;
        _book = book;
        Changed?.Invoke(book);
    }
}
