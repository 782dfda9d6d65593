using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>
/// Sends events over the link. Without a link they are dropped: the next announcement carries the resulting state. While an announcement
/// is being made they are buffered, so none is lost between the list of sessions and the link.
/// </summary>
internal sealed class EventSender
{
    private readonly Lock _lock = new();
    private List<NodeMessage>? _buffered;
    private NodeLink? _link;

    public void Send(NodeMessage message)
    {
        lock (_lock)
        {
            if (_buffered is { } buffered)
            {
                buffered.Add(message);
            }
            else
            {
                _link?.TrySend(message);
            }
        }
    }

    /// <summary>Buffers events from now on.</summary>
    public void Hold()
    {
        lock (_lock)
        {
            _buffered = [];
        }
    }

    /// <summary>Sends these messages, then the buffered events, then every further event.</summary>
    public void Attach(NodeLink link, IEnumerable<NodeMessage> first)
    {
        lock (_lock)
        {
            foreach (var message in first.Concat(_buffered ?? []))
            {
                link.TrySend(message);
            }

            _buffered = null;
            _link = link;
        }
    }

    /// <summary>Drops events from now on.</summary>
    public void Detach()
    {
        lock (_lock)
        {
            _buffered = null;
            _link = null;
        }
    }
}
