using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Relay.Remote.Wire;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>Executes the control process's orders on this node's relays, in the sequence of their arrival.</summary>
internal sealed class OrderExecutor(IReadOnlyList<IRelay> relays, NodeMetrics metrics, ILogger logger)
{
    private static readonly Refusal Malformed = new(RefusalCodes.RequestInvalid, "The order could not be read. Both ends must be ConsultCluster of the same version.");

    /// <summary>Every relay of this node.</summary>
    public IReadOnlyList<IRelay> Relays => relays;

    /// <summary>A relay of this node; null for any other.</summary>
    public IRelay? Find(string relay) => relays.FirstOrDefault(r => string.Equals(r.Id.Value, relay, StringComparison.Ordinal));

    /// <summary>Starts an order before it returns and sends the answer later. False when the order names an unknown relay or heartbeat.</summary>
    public bool TryExecute(OrderMessage message, HeartbeatTimes heartbeats, NodeLink link)
    {
        if (Find(message.RelayId) is not { } relay || heartbeats.AgeAtMost(message.LastHeartbeat) is not { } age)
        {
            return false;
        }

        metrics.Ordered();
        if (age > NodeTimings.OrderLifetime)
        {
            metrics.OrderFailed();
            NodeLog.StaleOrder(logger, message.RelayId, NodeTimings.OrderLifetime.TotalSeconds);
            link.TrySend(new AnswerMessage(message.Id, Error: new ErrorDto(
                NodeRefusals.StaleOrder, $"The order took more than {NodeTimings.OrderLifetime.TotalSeconds} s to arrive and has expired. Send it again.")));
            return true;
        }

        _ = AnswerAsync(message, relay, link);
        return true;
    }

    private async Task AnswerAsync(OrderMessage message, IRelay relay, NodeLink link)
    {
        AnswerMessage answer;
        try
        {
            answer = await BeginAsync(relay, message.Order) switch
            {
                { Refusal: { } refusal } => new AnswerMessage(message.Id, Error: RelayWire.Write(refusal)),
                var done => new AnswerMessage(message.Id, done.Value),
            };
        }
        catch (Exception e)
        {
            NodeLog.OrderFailed(logger, e, message.RelayId);
            answer = new AnswerMessage(message.Id, Error: new ErrorDto(RefusalCodes.RelayUnavailable, "The relay failed to execute the order; its log has the reason. Try again in a moment."));
        }

        link.TrySend(answer);
    }

    /// <summary>Calls the relay before any await: a relay executes orders in the sequence of the calls.</summary>
    private static Task<Outcome<OrderResult>> BeginAsync(IRelay relay, RelayOrder order) => order switch
    {
        OpenSession open when RelayWire.Read(open) is { } session =>
            Result(relay.OpenSessionAsync(session), answer => new SessionAnswer(answer.Sdp)),
        ActivateSession activate when RelayWire.TryRead(activate.GroupId, activate.TerminalId, out var group, out var terminal) =>
            Result(relay.ActivateSessionAsync(group, activate.Epoch, terminal)),
        SetMuted mute when RelayWire.TryRead(mute.GroupId, mute.TerminalId, out var group, out var terminal) && RelayWire.Sources(mute.Muted) is { } muted =>
            Result(relay.SetMutedAsync(group, mute.Epoch, terminal, muted)),
        CloseSession close when RelayWire.TryRead(close.GroupId, close.TerminalId, out var group, out var terminal) =>
            Result(close.Generation > 0 ? relay.CloseSessionAsync(group, close.Epoch, terminal, close.Generation) : relay.CloseSessionAsync(group, close.Epoch, terminal)),
        CloseGroup close when GroupId.TryParse(close.GroupId, out var group) =>
            Result(relay.CloseGroupAsync(group, close.Epoch)),
        SetLink wanted when LinkWire.Read(wanted) is { } link => Result(relay.SetLinkAsync(link)),
        RemoveLink remove when RelayId.TryParse(remove.PeerId, out var peer) => Result(relay.RemoveLinkAsync(peer, remove.Generation)),
        SetCascade wanted when LinkWire.Read(wanted) is { } cascade => Result(relay.SetCascadeAsync(cascade)),
        ListSessions { GroupId: null } => Result(relay.ListSessionsAsync(group: null), Write),
        ListSessions list when GroupId.TryParse(list.GroupId, out var group) => Result(relay.ListSessionsAsync(group), Write),
        _ => Task.FromResult<Outcome<OrderResult>>(Malformed),
    };

    private static async Task<Outcome<OrderResult>> Result<T>(Task<Outcome<T>> order, Func<T, OrderResult> write)
        where T : class
    {
        var outcome = await order;
        return outcome.Succeeded ? write(outcome.Value) : outcome.Refusal;
    }

    private static SessionList Write(IReadOnlyList<HeldSession> held) =>
        new([.. held.Select(s => new ListedSession(s.Group.Value, s.Epoch, s.Terminal.Value, s.IsStandby))]);

    private static async Task<Outcome<OrderResult>> Result(Task<Outcome> order) => new(null, (await order).Refusal);
}
