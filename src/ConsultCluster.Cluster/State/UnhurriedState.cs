using Orleans.Core;
using Orleans.Storage;

namespace ConsultCluster.Cluster.State;

/// <summary>
/// Grain state as Orleans keeps it, but read when the grain asks for it: as a <c>[PersistentState]</c> parameter it would be read before the activation answers anybody, and a
/// database that hangs would keep the group away.
/// </summary>
internal sealed class UnhurriedState<T>(string name, IGrainContext grain, IGrainStorage storage) : StateStorageBridge<T>(name, grain, storage), IPersistentState<T>;
