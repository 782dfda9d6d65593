using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>How nodes that do not send heartbeats are noticed.</summary>
public sealed partial class NodeRegistry
{
    private void CheckSilence()
    {
        lock (_lock)
        {
            // If our own timer ran late, cap the elapsed time at two heartbeats: a suspended process has received nothing.
            var now = _clock.GetTimestamp();
            var passed = _clock.GetElapsedTime(_checkedAt, now);
            passed = passed < 2 * NodeTimings.HeartbeatInterval ? passed : 2 * NodeTimings.HeartbeatInterval;
            _checkedAt = now;
            _heartbeats++;
            foreach (var node in _nodes.Values)
            {
                if (node.IsListed)
                {
                    CheckSilence(node, now, passed);
                }
            }
        }
    }

    private void CheckSilence(JoinedNode node, long now, TimeSpan passed)
    {
        var sinceLast = node.Link?.Silence ?? _clock.GetElapsedTime(node.LastReceivedAt, now);
        var silence = node.Silence = sinceLast < node.Silence + passed ? sinceLast : node.Silence + passed;
        node.Link?.TrySend(new Heartbeat(_heartbeats));
        var isSilent = node.Link is null ? silence >= NodeTimings.SilentAfterCut : silence > NodeTimings.SilentAfter;
        if (isSilent != node.IsSilent)
        {
            node.IsSilent = isSilent;
            if (node.IsSilent)
            {
                _metrics.CountSilence();
                NodeLog.NodeSilent(_logger, node.Name, (long)silence.TotalMilliseconds);
            }
            else
            {
                NodeLog.NodeActiveAgain(_logger, node.Name);
            }

            PublishState(node);
        }

        if (node.Link is { } link && silence > NodeTimings.LinkTimeout)
        {
            Unlink(node);
            _ = link.EndAsync(new Refused(NodeRefusals.Silent, "The node was silent for too long; it must join again."));
        }

        if (node.Link is null && silence > NodeTimings.UnlistAfter)
        {
            Leave(node, "it has been silent for too long");
        }
    }
}
