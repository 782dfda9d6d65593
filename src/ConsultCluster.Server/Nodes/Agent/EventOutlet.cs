using ConsultCluster.Contracts.Nodes;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>
/// Where events leave: over the link; nowhere while there is none, because what they changed is told when there is one again; and they
/// wait while the list of sessions is being made, so that none is lost between the list and the link.
/// </summary>
internal sealed class EventOutlet
{
    private readonly Lock _lock = new();
    private List<NodeMessage>? _waiting;
    private NodeLink? _link;

    public void Send(NodeMessage message)
    {
        lock (_lock)
        {
            if (_waiting is { } waiting)
            {
                waiting.Add(message);
            }
            else
            {
                _link?.TrySend(message);
            }
        }
    }

    /// <summary>From now on events wait.</summary>
    public void Hold()
    {
        lock (_lock)
        {
            _waiting = [];
        }
    }

    /// <summary>Sends these messages, then what has waited, and from now on everything.</summary>
    public void Attach(NodeLink link, IEnumerable<NodeMessage> first)
    {
        lock (_lock)
        {
            foreach (var message in first.Concat(_waiting ?? []))
            {
                link.TrySend(message);
            }

            _waiting = null;
            _link = link;
        }
    }

    /// <summary>From now on events go nowhere.</summary>
    public void Detach()
    {
        lock (_lock)
        {
            _waiting = null;
            _link = null;
        }
    }
}
