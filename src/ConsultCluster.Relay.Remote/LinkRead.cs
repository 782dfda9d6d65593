using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote;

/// <summary>The result of a read: a message, a fault, or neither when the link has ended.</summary>
internal readonly record struct LinkRead(NodeMessage? Message, Refused? Fault)
{
    public static LinkRead End => default;
}
