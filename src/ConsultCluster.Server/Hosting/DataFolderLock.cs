using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Server.Hosting;

/// <summary>Keeps a second process out of a data folder for as long as this one runs; the kernel lets go of it with the process, however that ends.</summary>
internal sealed class DataFolderLock : IDisposable
{
    private const string FileName = "lock";

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="StartupException">Another process has the folder.</exception>
    public static DataFolderLock Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new StartupException($"Another ConsultCluster runs on {folder}. Stop it, or give this one a folder of its own with --data.");
        }
    }

    public void Dispose() => _file.Dispose();
}
