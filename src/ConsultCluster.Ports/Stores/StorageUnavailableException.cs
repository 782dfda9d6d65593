namespace ConsultCluster.Ports.Stores;

/// <summary>The database cannot take or give now (locked, full, gone). Nothing of the call was acknowledged; trying again is safe.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
