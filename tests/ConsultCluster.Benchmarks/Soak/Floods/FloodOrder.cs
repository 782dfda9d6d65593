using System.Text.Json;
using ConsultCluster.Benchmarks.Soak.Plan;

namespace ConsultCluster.Benchmarks.Soak.Floods;

/// <summary>What the process that floods needs to know; one line of JSON on its input.</summary>
/// <param name="Doors">Gateway and servers.</param>
/// <param name="RelayPorts">UDP ports of all relays, on this machine.</param>
/// <param name="Floods">Times since the process read this line.</param>
/// <param name="Tokens">Of guests of the flooding consultations.</param>
internal sealed record FloodOrder(Uri[] Doors, int[] RelayPorts, FloodSlice[] Floods, FloodToken[] Tokens)
{
    public string ToLine() => JsonSerializer.Serialize(this);

    public static FloodOrder Read(string line) => JsonSerializer.Deserialize<FloodOrder>(line)!;
}

/// <summary>A guest's token of a flooding consultation.</summary>
internal sealed record FloodToken(string Group, string TokenId, string Token);
