using System.Collections.Concurrent;
using ConsultCluster.Domain;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Relay.Remote.Wire;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>Orders on one link. They are sent in the sequence of the calls; each is answered, times out, or fails when the link ends.</summary>
internal sealed class NodeOrders(NodeLink link, TimeProvider clock, NodeMetrics metrics)
{
    /// <summary>Limit of unanswered orders: above a burst of joins on all relays of a node.</summary>
    private const int MaxUnanswered = 2048;

    private readonly Lock _sending = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<AnswerMessage>> _unanswered = new();
    private long _lastId;
    private long _lastHeartbeat;
    private bool _isClosed;

    /// <summary>Notes the node's newest heartbeat.</summary>
    public void OnHeartbeat(long beat) => Volatile.Write(ref _lastHeartbeat, beat);

    /// <summary>Sends a message in sequence with the orders.</summary>
    public void Notify(NodeMessage message) => link.TrySend(message);

    /// <summary>Ends the link: the node has broken a promise.</summary>
    public void EndLink(Refused refused)
    {
        metrics.Refused(refused.Code);
        _ = link.EndAsync(refused);
    }

    /// <summary>Sends an order and awaits its answer.</summary>
    public async Task<Outcome<OrderResult>> SendAsync(RelayId relay, RelayOrder order)
    {
        if (TrySend(relay, order) is not { } given)
        {
            return Unreachable;
        }

        var (id, answer) = given;
        try
        {
            var message = await answer.WaitAsync(NodeTimings.OrderLifetime, clock);
            return new Outcome<OrderResult>(message.Result, message.Error is { } error ? RelayWire.Read(error) : null);
        }
        catch (TimeoutException)
        {
            metrics.OrderFailed();
            return new Refusal(RefusalCodes.RelayUnavailable, "The relay's node does not answer. Try again in a moment.");
        }
        catch (OperationCanceledException)
        {
            metrics.OrderFailed();
            return new Refusal(RefusalCodes.RelayUnavailable, "The link to the relay's node was lost; it is not known whether the order was executed. Try again in a moment.");
        }
        finally
        {
            _unanswered.TryRemove(id, out _);
        }
    }

    /// <summary>False when no such order was sent. A late answer to an order that timed out is accepted and ignored.</summary>
    public bool TryAnswer(AnswerMessage answer)
    {
        if (_unanswered.TryGetValue(answer.Id, out var order))
        {
            order.TrySetResult(answer);
            return true;
        }

        return answer.Id > 0 && answer.Id <= Volatile.Read(ref _lastId);
    }

    /// <summary>Fails every unanswered order: the link has ended.</summary>
    public void Close()
    {
        lock (_sending)
        {
            _isClosed = true;
        }

        foreach (var order in _unanswered.Values)
        {
            order.TrySetCanceled();
        }
    }

    internal static Refusal Unreachable { get; } =
        new(RefusalCodes.RelayUnavailable, "The relay's node cannot be reached. Try again in a moment.");

    private (long Id, Task<AnswerMessage> Answer)? TrySend(RelayId relay, RelayOrder order)
    {
        var answer = new TaskCompletionSource<AnswerMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sending)
        {
            if (_isClosed || _unanswered.Count >= MaxUnanswered)
            {
                return null;
            }

            var id = ++_lastId;
            _unanswered[id] = answer;
            if (!link.TrySend(new OrderMessage(id, Volatile.Read(ref _lastHeartbeat), relay.Value, order)))
            {
                _unanswered.TryRemove(id, out _);
                return null;
            }

            metrics.Ordered();
            return (id, answer.Task);
        }
    }
}
