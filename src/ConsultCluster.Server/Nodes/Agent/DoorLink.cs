using ConsultCluster.Contracts.Nodes;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>
/// A node's side of the link to one control process: joins, and joins again whenever the link was lost. Until it is known which processes there
/// are, it takes the first of several addresses that answers.
/// </summary>
internal sealed class DoorLink
{
    /// <summary>Times to be told that the name is taken before it is believed: the one who has it may have died this moment.</summary>
    private const int MaxNameTaken = 5;

    private readonly NodeSelf _self;
    private readonly NodeIntroduction _introduction;
    private readonly NodeMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action<DoorLink, Doors> _heard;
    private readonly ObservedGroups _observed;
    private readonly OrderDesk _desk;
    private readonly TaskCompletionSource<Refused?> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private volatile NodeSession? _session;
    private volatile IReadOnlyList<Uri> _addresses;
    private Task _run = Task.CompletedTask;
    private int _nameTaken;

    /// <param name="addresses">Of the same process, or of any that will do.</param>
    /// <param name="heard">Called with what the process says of the others.</param>
    public DoorLink(
        IReadOnlyList<Uri> addresses,
        NodeSelf self,
        NodeIntroduction introduction,
        NodeMetrics metrics,
        TimeProvider clock,
        ILogger logger,
        Action<DoorLink, Doors> heard)
    {
        (_addresses, _self, _introduction, _metrics, _clock, _logger, _heard) = (addresses, self, introduction, metrics, clock, logger, heard);
        _observed = new ObservedGroups(Outlet);
        _desk = new OrderDesk(self.Directory.Own, metrics, logger);
    }

    /// <summary>Where events leave to this process.</summary>
    public EventOutlet Outlet { get; } = new();

    /// <summary>The process; null while any of several will do.</summary>
    public Uri? Door { get; private set; }

    /// <summary>Done when it has joined for the first time (null), or was refused in a way that only the operator can mend.</summary>
    public Task<Refused?> FirstJoin => _joined.Task;

    /// <summary>True while the process directs this node.</summary>
    public bool IsJoined => _session is not null;

    /// <summary>From now on it is this one process, under this address.</summary>
    public void Settle(Uri door)
    {
        Door = door;
        _addresses = [door];
    }

    public void Start() => _run = RunAsync(_ending.Token);

    /// <summary>Says goodbye: whatever is still here ends now.</summary>
    public Task LeaveAsync() => _session?.LeaveAsync() ?? Task.CompletedTask;

    /// <summary>Ends the link without a word; nothing is reported to the process any more.</summary>
    public async Task EndAsync()
    {
        await _ending.CancelAsync();
        await _run;
        _observed.Clear(_self.Directory.Own);
        _ending.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var backoff = new Backoff(Random.Shared);
        string? lastWhy = null;
        for (var i = 0; !stop.IsCancellationRequested && _session is not { IsLeaving: true }; i++)
        {
            var addresses = _addresses;
            var control = addresses[i % addresses.Count];
            var attempt = await _introduction.ConnectAsync(control, stop);
            var refused = attempt.Refused;
            if (attempt.Link is { } link)
            {
                refused = await ServeAsync(link, control, backoff, stop);
                lastWhy = null;
            }
            else if (attempt.Why is { } why && !stop.IsCancellationRequested && !string.Equals(why, lastWhy, StringComparison.Ordinal))
            {
                NodeLog.Unreachable(_logger, control, why);
                lastWhy = why;
            }

            await WaitAsync(refused is null ? backoff.Next() : Judge(refused, control, backoff), stop);
        }
    }

    /// <summary>For as long as the link lasts; gives why it was refused, if it was.</summary>
    private async Task<Refused?> ServeAsync(NodeLink link, Uri control, Backoff backoff, CancellationToken stop)
    {
        await using (link)
        {
            var session = new NodeSession(link, _desk, _observed, Outlet, _self.Drain, doors => _heard(this, doors), _clock);
            var refused = await session.AnnounceAsync(_self.Directory, _self.Region, _self.Instance, stop);
            if (refused is not null)
            {
                await link.CloseAsync();
                return refused == NodeSession.Lost ? null : refused;
            }

            _session = session;
            backoff.Reset();
            NodeLog.Joined(_logger, control, _self.Directory.Home.Node);
            _joined.TrySetResult(null);
            try
            {
                if (await session.HearAsync(stop) is { } fault)
                {
                    if (fault.Code == NodeRefusals.Malformed)
                    {
                        _metrics.Malformed();
                    }

                    NodeLog.LinkFault(_logger, _self.Directory.Home.Node, fault.Code, fault.Reason);
                }
                else if (!session.IsLeaving && !stop.IsCancellationRequested)
                {
                    NodeLog.LinkLost(_logger, control);
                }
            }
            finally
            {
                _session = session.IsLeaving ? session : null;
            }

            return null;
        }
    }

    /// <summary>How long to wait after a refusal; one that may pass by itself is tried again soon.</summary>
    private TimeSpan Judge(Refused refused, Uri control, Backoff backoff)
    {
        _metrics.Refused(refused.Code);
        NodeLog.Refused(_logger, control, refused.Code, refused.Reason);
        if (refused.Code == NodeRefusals.NameTaken && ++_nameTaken < MaxNameTaken)
        {
            return NodeTimes.SilentAfter;
        }

        if (refused.Code is NodeRefusals.Full or NodeRefusals.Silent or NodeRefusals.Replaced)
        {
            return backoff.Next();
        }

        _joined.TrySetResult(refused);
        return NodeTimes.RefusedBackoff;
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await Task.Delay(wait, _clock, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop ends by itself.
        }
    }
}
