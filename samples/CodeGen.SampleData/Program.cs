using CodeGen.SampleData;

if (args is not [var path])
{
    Console.Error.WriteLine("Name the file to write: dotnet run --project samples/CodeGen.SampleData -- samples/data/cloud-inventory.json");
    return 1;
}

string document = CloudInventory.Write();
File.WriteAllText(path, document);
Console.WriteLine($"{path}: {document.Length:N0} characters");
return 0;
