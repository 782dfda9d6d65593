namespace ConsultCluster.Benchmarks;

/// <summary>What a benchmark with real browsers needs of the machine.</summary>
internal static class Browser
{
    /// <summary>Looks before anything is built or started.</summary>
    /// <exception cref="MissingProgramException">Chromium or npm is not there.</exception>
    public static void Require() =>
        Require(Environment.GetEnvironmentVariable("CHROMIUM"), Environment.GetEnvironmentVariable("PATH") ?? "");

    internal static void Require(string? chromium, string path)
    {
        if (!string.IsNullOrEmpty(chromium) && !File.Exists(chromium))
        {
            throw new MissingProgramException($"CHROMIUM names {chromium}, which does not exist. Set it to Chromium's path, or unset it.");
        }

        if (string.IsNullOrEmpty(chromium) && !IsOnPath(path, "chromium", "chromium-browser", "google-chrome"))
        {
            throw new MissingProgramException("Chromium is not installed. Install it (Debian package chromium), or set CHROMIUM to its path.");
        }

        if (!IsOnPath(path, "npm"))
        {
            throw new MissingProgramException("npm is not installed, and the web app is built with it. Install it (Debian packages nodejs and npm).");
        }
    }

    private static bool IsOnPath(string path, params ReadOnlySpan<string> names)
    {
        foreach (var folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var name in names)
            {
                if (File.Exists(Path.Combine(folder, name)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
