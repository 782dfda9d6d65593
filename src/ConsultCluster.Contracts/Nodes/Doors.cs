namespace ConsultCluster.Contracts.Nodes;

/// <summary>
/// Every process of the cluster gives orders to this node: it is to join each of them. Said after <see cref="Joined"/> and whenever they change; never
/// said by a control process that is alone.
/// </summary>
/// <param name="Self">The address under which the others reach the process that says this.</param>
/// <param name="Others">Addresses of the other ones.</param>
public sealed record Doors(string Self, IReadOnlyList<string> Others) : NodeMessage;
