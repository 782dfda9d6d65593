using ConsultCluster.Domain.Nodes;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>How nodes go whose key is revoked.</summary>
public sealed partial class NodeRegistry
{
    /// <summary>Ends the links of nodes that are enrolled no more.</summary>
    private void EndRevoked(NodeBook book)
    {
        lock (_lock)
        {
            foreach (var node in _nodes.Values.Where(node => (node.IsListed || node.Link is not null) && !IsEnrolled(book, node.KeyId)))
            {
                NodeLog.NodeLeft(_logger, node.Name, "its key was revoked");
                Dismiss(node, Revoked);
            }

            _register!.Touch(_nodes.Values.Where(node => node is { Link: not null, KeyId: not null }).Select(node => node.KeyId!).ToHashSet(StringComparer.Ordinal));
        }
    }

    private static bool IsEnrolled(NodeBook book, string? keyId) => keyId is null || book.Find(keyId) is { State: EnrolmentState.Enrolled };

    private static Refused Revoked { get; } = new(
        NodeRefusals.Revoked, "An administrator revoked the key of this node. To let the machine in again, start it with another --identity folder and a new code.");

    /// <summary>Ends a node's link; its terminals move as from a lost relay.</summary>
    private void Dismiss(JoinedNode node, Refused refused)
    {
        var link = node.Link;
        Unlink(node);
        if (link is not null)
        {
            _metrics.Refused(refused.Code);
            _ = link.EndAsync(refused);
        }

        Leave(node, refused.Code);
        EndSessions(node, "the relay's node was dismissed");
    }

    private void TellServers()
    {
        lock (_lock)
        {
            foreach (var link in _nodes.Values.Where(node => node.KeyId is null).Select(node => node.Link).OfType<NodeLink>())
            {
                link.TrySend(new NodesChanged());
            }
        }
    }
}
