using ConsultCluster.Contracts.Nodes;

namespace ConsultCluster.Server.Nodes;

/// <summary>What came over a link: a message, or what is wrong with it, or neither when the link has ended.</summary>
internal readonly record struct LinkRead(NodeMessage? Message, Refused? Fault)
{
    public static LinkRead End => default;
}
