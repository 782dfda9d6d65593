using System.Collections;
using ConsultCluster.RelayNode;

if (args.Contains("--help", StringComparer.Ordinal))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value ?? string.Empty));
var options = CommandLine.Parse(args, variables, out var mistakes);
if (mistakes.Count > 0)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, mistakes));
    return 2;
}

try
{
    await using var node = await RelayNodeHost.StartAsync(options);
    node.Print(Console.Out);
    await node.WaitForStopAsync();
    return 0;
}
catch (StartupException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
