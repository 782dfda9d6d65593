using ConsultCluster.Contracts.Hub;
using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Contracts.Nodes.Orders;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>Carries the control process's orders out on this node's relays, in the sequence in which they came.</summary>
internal sealed class OrderDesk(IReadOnlyList<IRelay> relays, NodeMetrics metrics, ILogger logger)
{
    private static readonly Refusal Malformed = new(RefusalCodes.RequestInvalid, "The order could not be read. Both ends must be ConsultCluster of the same version.");

    /// <summary>Every relay of this node.</summary>
    public IReadOnlyList<IRelay> Relays => relays;

    /// <summary>One of this node's relays; null for any other.</summary>
    public IRelay? Find(string relay) => relays.FirstOrDefault(r => string.Equals(r.Id.Value, relay, StringComparison.Ordinal));

    /// <summary>Begins an order before it returns; the answer is sent when it is done. False when there can be no such order.</summary>
    public bool TryCarryOut(OrderMessage message, BeatTimes beats, NodeLink link)
    {
        if (Find(message.RelayId) is not { } relay || beats.AgeAtMost(message.Seen) is not { } age)
        {
            return false;
        }

        metrics.Ordered();
        if (age > NodeTimes.OrderLife)
        {
            metrics.OrderFailed();
            NodeLog.StaleOrder(logger, message.RelayId, NodeTimes.OrderLife.TotalSeconds);
            link.TrySend(new AnswerMessage(message.Id, Error: new ErrorDto(
                NodeRefusals.StaleOrder, $"The order was more than {NodeTimes.OrderLife.TotalSeconds} s on its way, so it no longer counts. Give it again.")));
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
            answer = new AnswerMessage(message.Id, Error: new ErrorDto(RefusalCodes.RelayUnavailable, "The relay failed at the order; its log says why. Try again in a moment."));
        }

        link.TrySend(answer);
    }

    /// <summary>Calls the relay before anything is awaited: a relay takes orders in the sequence of the calls.</summary>
    private static Task<Outcome<OrderResult>> BeginAsync(IRelay relay, RelayOrder order) => order switch
    {
        OpenSession open when RelayWire.Read(open) is { } session =>
            Result(relay.OpenSessionAsync(session), answer => new SessionAnswer(answer.Sdp)),
        ActivateSession activate when RelayWire.TryRead(activate.GroupId, activate.TerminalId, out var group, out var terminal) =>
            Result(relay.ActivateSessionAsync(group, activate.Epoch, terminal)),
        SetMuted mute when RelayWire.TryRead(mute.GroupId, mute.TerminalId, out var group, out var terminal) && RelayWire.Sources(mute.Muted) is { } muted =>
            Result(relay.SetMutedAsync(group, mute.Epoch, terminal, muted)),
        CloseSession close when RelayWire.TryRead(close.GroupId, close.TerminalId, out var group, out var terminal) =>
            Result(relay.CloseSessionAsync(group, close.Epoch, terminal)),
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
