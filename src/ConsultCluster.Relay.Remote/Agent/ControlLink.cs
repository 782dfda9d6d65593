using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>
/// A node's link to one control process: joins, and joins again after each loss. Until the control process has sent its URL, the link
/// tries several addresses in turn.
/// </summary>
internal sealed class ControlLink
{
    /// <summary>Refusals "name taken" before the node gives up: the previous process of that name may have just died.</summary>
    private const int MaxNameTaken = 5;

    private readonly NodeIdentity _self;
    private readonly NodeHandshake _handshake;
    private readonly NodeMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action<ControlLink, ControlUrls> _received;
    private readonly Action _nodesChanged;
    private readonly ObservedGroups _observed;
    private readonly OrderExecutor _executor;
    private readonly TaskCompletionSource<Refused?> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private volatile NodeSession? _session;
    private volatile IReadOnlyList<Uri> _addresses;
    private Task _run = Task.CompletedTask;
    private int _nameTaken;
    private string? _lastRefusal;

    /// <param name="addresses">Addresses of one process, or alternatives to try in turn.</param>
    /// <param name="received">Called with the URLs of the other control processes.</param>
    /// <param name="nodesChanged">Called when the other server has enrolled or revoked a node.</param>
    public ControlLink(
        IReadOnlyList<Uri> addresses,
        NodeIdentity self,
        NodeHandshake handshake,
        NodeMetrics metrics,
        TimeProvider clock,
        ILogger logger,
        Action<ControlLink, ControlUrls> received,
        Action nodesChanged)
    {
        _nodesChanged = nodesChanged;
        (_addresses, _self, _handshake, _metrics, _clock, _logger, _received) = (addresses, self, handshake, metrics, clock, logger, received);
        _observed = new ObservedGroups(Events);
        _executor = new OrderExecutor(self.Directory.Own, metrics, logger);
    }

    /// <summary>Sends events to this process.</summary>
    public EventSender Events { get; } = new();

    /// <summary>URL of the process; null until it is known.</summary>
    public Uri? ControlUrl { get; private set; }

    /// <summary>Completes with null at the first join, or with a refusal that only the operator can resolve.</summary>
    public Task<Refused?> FirstJoin => _joined.Task;

    /// <summary>True while the process directs this node.</summary>
    public bool IsJoined => _session is not null;

    /// <summary>Binds the link to one process.</summary>
    public void SetControlUrl(Uri url)
    {
        ControlUrl = url;
        _addresses = [url];
    }

    public void Start() => _run = RunAsync(_ending.Token);

    /// <summary>Notifies the process that this node ends, with all its sessions.</summary>
    public Task LeaveAsync() => _session?.LeaveAsync() ?? Task.CompletedTask;

    /// <summary>Ends the link without a last message and stops reporting to the process.</summary>
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
        string? lastFailure = null;
        for (var i = 0; !stop.IsCancellationRequested && _session is not { IsLeaving: true }; i++)
        {
            var addresses = _addresses;
            var control = addresses[i % addresses.Count];
            var attempt = await _handshake.ConnectAsync(control, stop);
            var refused = attempt.Refused;
            if (attempt.Link is { } link)
            {
                refused = await ServeAsync(link, control, backoff, stop);
                lastFailure = null;
            }
            else if (attempt.Failure is { } failure && !stop.IsCancellationRequested && !string.Equals(failure, lastFailure, StringComparison.Ordinal))
            {
                NodeLog.Unreachable(_logger, control, failure);
                lastFailure = failure;
            }

            await WaitAsync(refused is null ? backoff.Next() : RetryDelay(refused, control, backoff), stop);
        }
    }

    /// <summary>Runs the link to its end; returns a refusal, if there was one.</summary>
    private async Task<Refused?> ServeAsync(NodeLink link, Uri control, Backoff backoff, CancellationToken stop)
    {
        await using (link)
        {
            var session = new NodeSession(link, _executor, _observed, Events, _self.Drain, urls => _received(this, urls), _nodesChanged, _clock);
            var refused = await session.AnnounceAsync(_self.Directory, _self.Region, _self.Instance, stop);
            if (refused is not null)
            {
                await link.CloseAsync();
                return refused == NodeSession.Lost ? null : refused;
            }

            _session = session;
            _lastRefusal = null;
            backoff.Reset();
            NodeLog.Joined(_logger, control, _self.Directory.Home.Node);
            _joined.TrySetResult(null);
            try
            {
                if (await session.ReceiveAsync(stop) is { } fault)
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

    /// <summary>Delay after a refusal: short where it may pass by itself.</summary>
    private TimeSpan RetryDelay(Refused refused, Uri control, Backoff backoff)
    {
        _metrics.Refused(refused.Code);
        if (refused.Code is NodeRefusals.Waiting or NodeRefusals.Full)
        {
            // Asked again every few seconds: said when it changes.
            if (!string.Equals(refused.Reason, _lastRefusal, StringComparison.Ordinal))
            {
                _lastRefusal = refused.Reason;
                NodeLog.Waiting(_logger, control, refused.Code, refused.Reason);
            }

            return refused.Code == NodeRefusals.Waiting ? NodeTimings.WaitingBackoff : backoff.Next();
        }

        NodeLog.Refused(_logger, control, refused.Code, refused.Reason);
        if (refused.Code == NodeRefusals.NameTaken && ++_nameTaken < MaxNameTaken)
        {
            return NodeTimings.SilentAfter;
        }

        if (refused.Code is NodeRefusals.Silent or NodeRefusals.Replaced)
        {
            return backoff.Next();
        }

        _joined.TrySetResult(refused);
        return NodeTimings.RefusedBackoff;
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await Task.Delay(wait, _clock, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop checks the token.
        }
    }
}
