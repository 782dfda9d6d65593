using System.Net;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>A living silo of the cluster has this one's name, so it may not start; the message says what to do.</summary>
public sealed class NodeNameTakenException(string name, EndPoint silo)
    : Exception($"Another server of the cluster, with silo port {silo}, is named {name}: choose another name with --node.");
