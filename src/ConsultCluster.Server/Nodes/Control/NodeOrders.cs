using System.Collections.Concurrent;
using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Contracts.Nodes.Orders;
using ConsultCluster.Domain;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>Orders on one link: they leave in the sequence of the calls, and each is answered, given up after a while, or refused when the link ends.</summary>
internal sealed class NodeOrders(NodeLink link, TimeProvider clock, NodeMetrics metrics)
{
    /// <summary>Orders without an answer, at most: more than a burst of joins on all relays of a node.</summary>
    private const int MaxPending = 2048;

    private readonly Lock _sending = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<AnswerMessage>> _pending = new();
    private long _lastId;
    private long _seen;
    private bool _isClosed;

    /// <summary>The node's newest beat.</summary>
    public void Saw(long beat) => Volatile.Write(ref _seen, beat);

    /// <summary>Not an order, but in sequence with them.</summary>
    public void Tell(NodeMessage message) => link.TrySend(message);

    /// <summary>Gives an order and awaits what became of it.</summary>
    public async Task<Outcome<OrderResult>> AskAsync(RelayId relay, RelayOrder order)
    {
        if (Give(relay, order) is not { } given)
        {
            return Unreachable;
        }

        var (id, answer) = given;
        try
        {
            var message = await answer.WaitAsync(NodeTimes.OrderLife, clock);
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
            return new Refusal(RefusalCodes.RelayUnavailable, "The link to the relay's node was lost; whether the order was carried out is not known. Try again in a moment.");
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    /// <summary>False when no order can have that answer. One to an order that was given up meanwhile is fine.</summary>
    public bool TryAnswer(AnswerMessage answer)
    {
        if (_pending.TryGetValue(answer.Id, out var order))
        {
            order.TrySetResult(answer);
            return true;
        }

        return answer.Id > 0 && answer.Id <= Volatile.Read(ref _lastId);
    }

    /// <summary>The link has ended: whoever waits is told.</summary>
    public void Close()
    {
        lock (_sending)
        {
            _isClosed = true;
        }

        foreach (var order in _pending.Values)
        {
            order.TrySetCanceled();
        }
    }

    internal static Refusal Unreachable { get; } =
        new(RefusalCodes.RelayUnavailable, "The relay's node is out of reach. Try again in a moment.");

    private (long Id, Task<AnswerMessage> Answer)? Give(RelayId relay, RelayOrder order)
    {
        var answer = new TaskCompletionSource<AnswerMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sending)
        {
            if (_isClosed || _pending.Count >= MaxPending)
            {
                return null;
            }

            var id = ++_lastId;
            _pending[id] = answer;
            if (!link.TrySend(new OrderMessage(id, Volatile.Read(ref _seen), relay.Value, order)))
            {
                _pending.TryRemove(id, out _);
                return null;
            }

            metrics.Ordered();
            return (id, answer.Task);
        }
    }
}
