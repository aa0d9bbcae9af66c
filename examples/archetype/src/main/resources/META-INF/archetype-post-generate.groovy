// The archetype holds all three kinds; what belongs to the two that were not chosen goes, by its name.
def others = ['receiver', 'processor', 'exporter'] - request.properties['kind']
def names = others.collect { it.capitalize() }.join('|')

new File(request.outputDirectory, request.artifactId).eachFileRecurse(groovy.io.FileType.FILES) { file ->
    if (file.name ==~ /.*(${names})(Factory)?(Test)?(\.java)?/) {
        file.delete()
    }
}
