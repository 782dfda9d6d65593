namespace ConsultCluster.Media.Sdp;

/// <summary>Reads the value of <c>a=fmtp</c>: <c>name=value</c> pairs separated by semicolons.</summary>
internal static class FormatParameters
{
    /// <summary>Value of one parameter, whose name is compared without case; empty when absent.</summary>
    public static ReadOnlySpan<char> Find(ReadOnlySpan<char> parameters, ReadOnlySpan<char> name)
    {
        foreach (var range in parameters.Split(';'))
        {
            var part = parameters[range].Trim();
            if (part.Length > name.Length && part[name.Length] == '=' && part.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return part[(name.Length + 1)..].Trim();
            }
        }

        return default;
    }
}
