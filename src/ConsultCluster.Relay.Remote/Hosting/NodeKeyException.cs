namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>There is no usable node key; the message is one sentence that says what to do.</summary>
public sealed class NodeKeyException(string message, Exception? inner = null) : Exception(message, inner);
